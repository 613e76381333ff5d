# Where FAISS comes from, in this order:
#   1. FAISSNET_FAISS_SOURCE_DIR, a source tree. With FAISSNET_FAISS_OBJECT_DIR too, what was built from it there is linked as it is;
#      else the tree becomes a subproject;
#   2. an installed FAISS (find_package);
#   3. the release named in build/Version.props, downloaded.
# Result: a target faissnet_faiss_<level> for each of FAISSNET_LEVELS.
set(FAISSNET_FAISS_SOURCE_DIR "" CACHE PATH "Source tree of FAISS, 1.7.3 to 1.15")
set(FAISSNET_FAISS_OBJECT_DIR "" CACHE PATH "Build folder of that source tree, holding the static libraries")

function(faissnet_faiss_target_name level variable)
  if(level STREQUAL generic)
    set(${variable} faiss PARENT_SCOPE)
  else()
    set(${variable} faiss_${level} PARENT_SCOPE)
  endif()
endfunction()

# FAISS names a BLAS of its own choice to those who link it; ours is chosen in Blas.cmake.
function(faissnet_wrap_faiss level target)
  if(NOT TARGET ${target})
    message(FATAL_ERROR "This FAISS has no library for the level ${level}. Set FAISSNET_LEVELS.")
  endif()
  add_library(faissnet_faiss_${level} INTERFACE)
  target_link_libraries(faissnet_faiss_${level} INTERFACE ${target})
endfunction()

function(faissnet_add_faiss_subproject directory)
  set(FAISS_ENABLE_GPU OFF CACHE BOOL "" FORCE)
  set(FAISS_ENABLE_PYTHON OFF CACHE BOOL "" FORCE)
  set(FAISS_ENABLE_C_API OFF CACHE BOOL "" FORCE)
  set(FAISS_ENABLE_EXTRAS OFF CACHE BOOL "" FORCE)
  set(FAISS_ENABLE_MKL OFF CACHE BOOL "" FORCE)
  set(BUILD_TESTING OFF CACHE BOOL "" FORCE)
  set(BUILD_SHARED_LIBS OFF CACHE BOOL "" FORCE)
  set(FAISS_OPT_LEVEL generic)
  if(avx2 IN_LIST FAISSNET_LEVELS)
    set(FAISS_OPT_LEVEL avx2)
  endif()
  set(FAISS_OPT_LEVEL ${FAISS_OPT_LEVEL} CACHE STRING "" FORCE)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  set(CMAKE_CXX_VISIBILITY_PRESET hidden)
  set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
  set(CMAKE_POLICY_DEFAULT_CMP0063 NEW) # honour visibility in static libraries too
  set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)
  add_compile_options(-ffunction-sections -fdata-sections "-ffile-prefix-map=${directory}/=")
  add_subdirectory("${directory}" "${CMAKE_BINARY_DIR}/faiss" EXCLUDE_FROM_ALL)
endfunction()

if(FAISSNET_FAISS_SOURCE_DIR AND FAISSNET_FAISS_OBJECT_DIR)
  message(STATUS "FAISS: built in ${FAISSNET_FAISS_OBJECT_DIR}")
  foreach(level IN LISTS FAISSNET_LEVELS)
    faissnet_faiss_target_name(${level} target)
    add_library(${target} STATIC IMPORTED GLOBAL)
    set_target_properties(${target} PROPERTIES
      IMPORTED_LOCATION "${FAISSNET_FAISS_OBJECT_DIR}/faiss/lib${target}.a"
      INTERFACE_INCLUDE_DIRECTORIES "${FAISSNET_FAISS_SOURCE_DIR}")
    faissnet_wrap_faiss(${level} ${target})
  endforeach()
  return()
endif()

if(FAISSNET_FAISS_SOURCE_DIR)
  message(STATUS "FAISS: subproject ${FAISSNET_FAISS_SOURCE_DIR}")
  faissnet_add_faiss_subproject("${FAISSNET_FAISS_SOURCE_DIR}")
else()
  find_package(faiss CONFIG QUIET)
  if(faiss_FOUND)
    message(STATUS "FAISS: installed, ${faiss_DIR}")
    if(NOT TARGET faiss_avx2 AND avx2 IN_LIST FAISSNET_LEVELS)
      message(STATUS "The installed FAISS has no AVX2 library: only the generic level is built.")
      list(REMOVE_ITEM FAISSNET_LEVELS avx2)
    endif()
  else()
    file(READ "${PROJECT_SOURCE_DIR}/build/Version.props" faissnet_version_props)
    if(NOT faissnet_version_props MATCHES "<FaissReleaseVersion>([0-9.]+)</FaissReleaseVersion>")
      message(FATAL_ERROR "build/Version.props does not name a FaissReleaseVersion.")
    endif()
    message(STATUS "FAISS: downloading release ${CMAKE_MATCH_1}")
    include(FetchContent)
    FetchContent_Declare(faissnet_faiss
      URL "https://github.com/facebookresearch/faiss/archive/refs/tags/v${CMAKE_MATCH_1}.tar.gz"
      SOURCE_SUBDIR none # only downloaded here, added below
      DOWNLOAD_EXTRACT_TIMESTAMP OFF)
    FetchContent_MakeAvailable(faissnet_faiss)
    faissnet_add_faiss_subproject("${faissnet_faiss_SOURCE_DIR}")
  endif()
endif()

foreach(level IN LISTS FAISSNET_LEVELS)
  faissnet_faiss_target_name(${level} target)
  faissnet_wrap_faiss(${level} ${target})
  get_target_property(faissnet_imported ${target} IMPORTED)
  if(NOT faissnet_imported)
    set_target_properties(${target} PROPERTIES INTERFACE_LINK_LIBRARIES "")
    # FAISS's headers are not held to our warnings.
    get_target_property(faissnet_include ${target} INTERFACE_INCLUDE_DIRECTORIES)
    set_target_properties(${target} PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${faissnet_include}")
  endif()
endforeach()

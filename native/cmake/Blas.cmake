# BLAS and LAPACK: OpenBLAS as a static library, in its OpenMP flavour where there is a choice, so that there is one pool of threads.
# Result: the target faissnet_blas.
add_library(faissnet_blas INTERFACE)

find_library(FAISSNET_OPENBLAS libopenblas.a
  PATHS "/usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/openblas-openmp" /usr/lib/openblas-openmp
  NO_DEFAULT_PATH)
find_library(FAISSNET_OPENBLAS libopenblas.a)

function(faissnet_compiler_library name variable)
  execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -print-file-name=${name}
                  OUTPUT_VARIABLE path OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT IS_ABSOLUTE "${path}")
    set(path "")
  endif()
  set(${variable} "${path}" PARENT_SCOPE)
endfunction()

if(FAISSNET_OPENBLAS)
  # OpenBLAS contains LAPACK, which is Fortran. Debian's calls nothing of the runtime but what src/fortran_text.cpp has, so that
  # nothing of these comes into the library, and they may be missing.
  faissnet_compiler_library(libgfortran.a faissnet_gfortran)
  faissnet_compiler_library(libquadmath.a faissnet_quadmath)
  message(STATUS "BLAS: ${FAISSNET_OPENBLAS}")
  target_link_libraries(faissnet_blas INTERFACE "${FAISSNET_OPENBLAS}" ${faissnet_gfortran} ${faissnet_quadmath} m)
else()
  find_package(LAPACK REQUIRED)
  find_package(BLAS REQUIRED)
  message(WARNING "No static OpenBLAS was found: the libraries will need ${BLAS_LIBRARIES} at run time.")
  target_link_libraries(faissnet_blas INTERFACE ${LAPACK_LIBRARIES} ${BLAS_LIBRARIES})
endif()

# OpenBLAS as distributions build it has all its kernels once for each of about twenty kinds of processor, 27 MB in all, and chooses
# when it is loaded. A library here keeps a few; a processor of another kind is served by the nearest of these that it can run.
# A rule is kinds that are replaced, "=", the kind that replaces them; * is every kind that no rule names.
set(faissnet_blas_rules_x64_generic   # for processors with SSE3; the AVX-512 kinds are AVX2 kinds as well
  "BULLDOZER PILEDRIVER STEAMROLLER=SANDYBRIDGE" "ZEN EXCAVATOR SKYLAKEX COOPERLAKE SAPPHIRERAPIDS=HASWELL" "*=PRESCOTT"
  "NEHALEM=NEHALEM" "SANDYBRIDGE=SANDYBRIDGE" "HASWELL=HASWELL" "PRESCOTT=PRESCOTT")
set(faissnet_blas_rules_x64_avx2      # never loaded where AVX2 and FMA are missing
  "COOPERLAKE SAPPHIRERAPIDS=SKYLAKEX" "*=HASWELL" "SKYLAKEX=SKYLAKEX" "HASWELL=HASWELL")
set(faissnet_blas_rules_arm64_generic # of those with SVE only the V1 is kept
  "ARMV8=ARMV8" "CORTEXA57=CORTEXA57" "NEOVERSEN1=NEOVERSEN1" "NEOVERSEV1=NEOVERSEV1" "NEOVERSEN2=NEOVERSEN1" "*=CORTEXA57")

# The kinds that this OpenBLAS chooses between; none where it was built for one.
set(faissnet_blas_kinds "")
if(FAISSNET_OPENBLAS)
  execute_process(COMMAND "${CMAKE_NM}" "${FAISSNET_OPENBLAS}" OUTPUT_VARIABLE faissnet_blas_symbols ERROR_QUIET)
  string(REGEX MATCHALL " D gotoblas_[A-Z0-9_]+" faissnet_blas_kinds "${faissnet_blas_symbols}")
  list(TRANSFORM faissnet_blas_kinds REPLACE " D gotoblas_" "")
  list(REMOVE_DUPLICATES faissnet_blas_kinds)
  unset(faissnet_blas_symbols)
endif()

# Links a library of a level with the kinds of its rules: references to the table of a replaced kind become references to that of the
# replacing one, so that the linker never fetches the former's kernels from the archive.
function(faissnet_choose_blas_kinds target level)
  foreach(kind IN LISTS faissnet_blas_kinds)
    set(replacement "")
    foreach(rule IN LISTS faissnet_blas_rules_${faissnet_architecture}_${level})
      string(REPLACE "=" ";" parts "${rule}")
      list(GET parts 0 replaced)
      list(GET parts 1 by)
      separate_arguments(replaced)
      if(kind IN_LIST replaced)
        set(replacement "${by}")
        break()
      elseif(replaced STREQUAL "*" AND NOT replacement)
        set(replacement "${by}")
      endif()
    endforeach()
    if(replacement AND NOT replacement STREQUAL kind AND replacement IN_LIST faissnet_blas_kinds)
      target_link_options(${target} PRIVATE
        "-Wl,--wrap=gotoblas_${kind}" "-Wl,--defsym=__wrap_gotoblas_${kind}=gotoblas_${replacement}")
    endif()
  endforeach()
endfunction()

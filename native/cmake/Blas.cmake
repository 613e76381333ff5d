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
  # OpenBLAS contains LAPACK, which is Fortran.
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

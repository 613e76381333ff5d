# Cross compiles for 64-bit Arm with Debian's g++-aarch64-linux-gnu; programs run here under qemu-user-static. build/native.sh --arch arm64
# names the OpenBLAS for that architecture in FAISSNET_OPENBLAS; else an installed libopenblas-openmp-dev:arm64 is found.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH /usr/aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY BOTH)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

find_program(FAISSNET_QEMU NAMES qemu-aarch64-static qemu-aarch64)
if(FAISSNET_QEMU)
  set(CMAKE_CROSSCOMPILING_EMULATOR "${FAISSNET_QEMU}")
  # The C library of an installed libc6:arm64 and the loader that comes with the compiler do not go together: it is one or the other.
  if(NOT EXISTS /lib/ld-linux-aarch64.so.1)
    list(APPEND CMAKE_CROSSCOMPILING_EMULATOR -L /usr/aarch64-linux-gnu)
  endif()
endif()

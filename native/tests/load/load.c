/* Opening the library starts no thread and calls nothing of OpenMP: a libgomp that records its calls is opened before, under the name
 * that the library asks for. usage: load STUB LIBRARY */
#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>

static int threads(void) {
    DIR* folder = opendir("/proc/self/task");
    int count = 0;
    if (!folder)
        return -1;
    for (struct dirent* entry = readdir(folder); entry; entry = readdir(folder))
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

int main(int argc, char** argv) {
    if (argc != 3)
        return 2;
    int before = threads();
    void* stub = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
    void* library = stub ? dlopen(argv[2], RTLD_NOW | RTLD_LOCAL) : NULL;
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    if (!dlsym(library, "faissnet_abi_version")) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    int* calls = (int*)dlsym(stub, "libgomp_calls");
    int after = threads();
    printf("threads before %d, after %d; calls of OpenMP %d\n", before, after, calls ? *calls : -1);
    return !(before > 0 && after == before && calls && *calls == 0);
}

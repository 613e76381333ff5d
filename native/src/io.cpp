#include "io.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <faiss/impl/FaissException.h>
#include <faiss/impl/io.h>
#include <faiss/index_io.h>

#include "error.h"
#include "reading_scope.h"
#include "structure.h"

namespace faissnet {

namespace {

[[noreturn]] void fail_path(const char* action, const std::string& path, int error) {
    fail(FAISSNET_IO, std::string("Cannot ") + action + " \"" + path + "\": " + std::strerror(error) + ".");
}

class FileReader : public faiss::IOReader {
public:
    explicit FileReader(const char* path) {
        name = path;
        file_ = std::fopen(path, "rb");
        if (file_ == nullptr) {
            fail_path("open", path, errno);
        }
        struct stat status;
        if (fstat(::fileno(file_), &status) != 0 || !S_ISREG(status.st_mode)) {
            std::fclose(file_);
            fail(FAISSNET_IO, "\"" + name + "\" is not a file.");
        }
        size_ = static_cast<size_t>(status.st_size);
    }
    ~FileReader() override {
        std::fclose(file_);
    }

    size_t operator()(void* destination, size_t size, size_t count) override {
        return std::fread(destination, size, count, file_);
    }

    size_t size() const {
        return size_;
    }

private:
    std::FILE* file_ = nullptr;
    size_t size_ = 0;
};

class MemoryReader : public faiss::IOReader {
public:
    MemoryReader(const uint8_t* data, size_t size) : data_(data), left_(size) {
        name = "memory";
    }

    size_t operator()(void* destination, size_t size, size_t count) override {
        if (size == 0 || count == 0) {
            return 0;
        }
        size_t given = std::min(count, left_ / size);
        std::memcpy(destination, data_, given * size);
        data_ += given * size;
        left_ -= given * size;
        return given;
    }

private:
    const uint8_t* data_;
    size_t left_;
};

class BufferWriter : public faiss::IOWriter {
public:
    explicit BufferWriter(Buffer& buffer) : buffer_(buffer) {
        name = "memory";
    }

    size_t operator()(const void* source, size_t size, size_t count) override {
        buffer_.append(source, size * count);
        return count;
    }

private:
    Buffer& buffer_;
};

class CallbackWriter : public faiss::IOWriter {
public:
    CallbackWriter(faissnet_write_function write, void* context) : write_(write), context_(context) {
        name = "the caller's function";
    }

    /// Once stopped it takes everything and does nothing: FAISS's buffer writes its last bytes in a destructor, where a refusal ends the process.
    size_t operator()(const void* source, size_t size, size_t count) override {
        if (!stopped_ && size * count > 0) {
            stopped_ = write_(context_, static_cast<const uint8_t*>(source), static_cast<int64_t>(size * count)) != 0;
        }
        return count;
    }

    bool stopped() const {
        return stopped_;
    }

private:
    faissnet_write_function write_;
    void* context_;
    bool stopped_ = false;
};

/// Writes beside the final name; commit() makes it final. Otherwise nothing remains.
class AtomicFileWriter : public faiss::IOWriter {
public:
    explicit AtomicFileWriter(const char* path) : path_(path), temporary_(path_ + ".XXXXXX") {
        name = path_;
        int descriptor = mkstemp(&temporary_[0]);
        if (descriptor < 0) {
            fail_path("write", path_, errno);
        }
        mode_t mask = umask(0);
        umask(mask);
        fchmod(descriptor, 0666 & ~mask); // mkstemp makes files that only their owner may read
        file_ = fdopen(descriptor, "wb");
        if (file_ == nullptr) {
            int error = errno;
            close(descriptor);
            unlink(temporary_.c_str());
            fail_path("write", path_, error);
        }
    }
    ~AtomicFileWriter() noexcept override {
        if (file_ != nullptr) {
            std::fclose(file_);
        }
        if (!committed_) {
            unlink(temporary_.c_str());
        }
    }

    size_t operator()(const void* source, size_t size, size_t count) override {
        return std::fwrite(source, size, count, file_);
    }

    void commit() {
        bool written = std::fflush(file_) == 0 && fsync(::fileno(file_)) == 0;
        int error = errno;
        written = std::fclose(file_) == 0 && written;
        file_ = nullptr;
        if (!written) {
            fail_path("write", path_, error);
        }
        if (std::rename(temporary_.c_str(), path_.c_str()) != 0) {
            fail_path("replace", path_, errno);
        }
        committed_ = true;
        sync_folder();
    }

private:
    /// Makes the rename itself last; a file system that cannot is not an error.
    void sync_folder() const {
        size_t slash = path_.rfind('/');
        std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path_.substr(0, slash);
        int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (descriptor >= 0) {
            fsync(descriptor);
            close(descriptor);
        }
    }

    std::string path_;
    std::string temporary_;
    std::FILE* file_ = nullptr;
    bool committed_ = false;
};

faiss::Index* read(faiss::IOReader& reader, faiss::Index*) {
    return faiss::read_index(&reader);
}

faiss::IndexBinary* read(faiss::IOReader& reader, faiss::IndexBinary*) {
    return faiss::read_index_binary(&reader);
}

void write(const faiss::Index& index, faiss::IOWriter& writer) {
    faiss::write_index(&index, &writer);
}

void write(const faiss::IndexBinary& index, faiss::IOWriter& writer) {
    faiss::write_index_binary(&index, &writer);
}

template <class Base>
std::unique_ptr<Base> load(faiss::IOReader& reader, size_t size) {
    ReadingScope scope(size);
    std::string problem;
    try {
        std::unique_ptr<Base> index(read(reader, static_cast<Base*>(nullptr)));
        check_structure(*index);
        scope.accept();
        return index;
    } catch (const Failure& e) {
        scope.stop();
        problem = e.what();
    } catch (const faiss::FaissException& e) {
        scope.stop();
        problem = without_location(e.what());
    } catch (const std::bad_alloc&) {
        scope.stop();
        problem = "it claims more than it contains, or more than memory can hold.";
    } catch (const std::exception& e) { // a length_error, when it claims more items than can exist
        scope.stop();
        problem = std::string("it cannot be right (") + e.what() + ").";
    }
    fail(FAISSNET_IO, "Cannot read an index from \"" + reader.name + "\": " + problem);
}

} // namespace

template <class Base>
std::unique_ptr<Base> load_file(const char* path) {
    FileReader reader(path);
    return load<Base>(reader, reader.size());
}

template <class Base>
std::unique_ptr<Base> load_memory(const uint8_t* data, size_t size) {
    MemoryReader reader(data, size);
    return load<Base>(reader, size);
}

template <class Base>
void save_file(const Base& index, const char* path) {
    AtomicFileWriter file(path);
    try {
        // FAISS writes many small items; its own buffer in front saves a call each.
        faiss::BufferedIOWriter buffered(&file);
        write(index, buffered);
    } catch (const faiss::FaissException& e) {
        fail(FAISSNET_IO, std::string("Cannot write \"") + path + "\": " + without_location(e.what()));
    }
    file.commit();
}

template <class Base>
void save_memory(const Base& index, Buffer& buffer) {
    BufferWriter writer(buffer);
    write(index, writer);
}

template <class Base>
void save_function(const Base& index, faissnet_write_function function, void* context) {
    CallbackWriter writer(function, context);
    {
        faiss::BufferedIOWriter buffered(&writer);
        write(index, buffered);
    }
    if (writer.stopped()) {
        fail(FAISSNET_IO, "The caller's function stopped the writing.");
    }
}

template std::unique_ptr<faiss::Index> load_file<faiss::Index>(const char*);
template std::unique_ptr<faiss::IndexBinary> load_file<faiss::IndexBinary>(const char*);
template std::unique_ptr<faiss::Index> load_memory<faiss::Index>(const uint8_t*, size_t);
template std::unique_ptr<faiss::IndexBinary> load_memory<faiss::IndexBinary>(const uint8_t*, size_t);
template void save_file<faiss::Index>(const faiss::Index&, const char*);
template void save_file<faiss::IndexBinary>(const faiss::IndexBinary&, const char*);
template void save_function<faiss::Index>(const faiss::Index&, faissnet_write_function, void*);
template void save_function<faiss::IndexBinary>(const faiss::IndexBinary&, faissnet_write_function, void*);
template void save_memory<faiss::Index>(const faiss::Index&, Buffer&);
template void save_memory<faiss::IndexBinary>(const faiss::IndexBinary&, Buffer&);

} // namespace faissnet

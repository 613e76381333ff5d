namespace FaissSharp;

/// <summary>
/// Turns what a native function returned into an exception at once, while the thread's message is still that of the call.
/// </summary>
internal static unsafe class NativeStatus
{
    public static void Check(int status)
    {
        if (status != (int)faissnet_status.FAISSNET_OK)
            throw Translate((faissnet_status)status, FaissRuntime.Text(FaissNative.faissnet_last_error()));
    }

    public static FaissException Translate(faissnet_status status, string message) => status switch
    {
        faissnet_status.FAISSNET_INVALID_ARGUMENT => new FaissInvalidArgumentException(message),
        faissnet_status.FAISSNET_NOT_TRAINED => new FaissNotTrainedException(message),
        faissnet_status.FAISSNET_OUT_OF_MEMORY => new FaissOutOfMemoryException(message),
        faissnet_status.FAISSNET_IO => new FaissIOException(message),
        faissnet_status.FAISSNET_UNSUPPORTED => new FaissUnsupportedException(message),
        faissnet_status.FAISSNET_INTERRUPTED => new FaissInterruptedException(message),
        _ => new FaissException(status, message),
    };
}

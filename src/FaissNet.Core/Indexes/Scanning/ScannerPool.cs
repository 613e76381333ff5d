using FaissNet.Threading;

namespace FaissNet;

/// <summary>Keeps an index's scanners between searches.</summary>
internal sealed class ScannerPool : IdlePool<CodeScanner>;

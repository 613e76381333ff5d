using System.Globalization;

namespace FaissNet.Evaluation;

/// <summary>
/// Reads the one Python dictionary that a <c>.npy</c> header may be. It knows strings, booleans and tuples of integers and nothing else:
/// what NumPy writes passes, and what an attacker writes ends in an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class NpyHeaderParser(string text, string path)
{
    // NumPy allows 64 dimensions since 2.0, 32 before.
    private const int MaxRank = 64;

    private int _at;

    public (string Descr, bool FortranOrder, long[] Shape) Parse()
    {
        string? descr = null;
        bool? fortranOrder = null;
        long[]? shape = null;
        Expect('{');
        while (!Accept('}'))
        {
            string key = ReadString();
            Expect(':');
            switch (key)
            {
                case "descr" when descr is null:
                    descr = ReadDescr();
                    break;
                case "fortran_order" when fortranOrder is null:
                    fortranOrder = ReadBoolean();
                    break;
                case "shape" when shape is null:
                    shape = ReadTuple();
                    break;
                default:
                    throw Bad($"the key '{key}' is unknown or given twice");
            }
            if (!Accept(','))
            {
                Expect('}');
                break;
            }
        }
        SkipSpace();
        if (_at != text.Length)
            throw Bad("something follows the dictionary");
        if (descr is null || fortranOrder is null || shape is null)
            throw Bad("descr, fortran_order and shape must all be given");
        return (descr, fortranOrder.Value, shape);
    }

    private string ReadDescr()
    {
        SkipSpace();
        if (Peek() == '[')
            throw new InvalidDataException($"{path} holds records of several fields; an array of plain numbers is expected.");
        return ReadString();
    }

    private string ReadString()
    {
        SkipSpace();
        char quote = Peek();
        if (quote is not ('\'' or '"'))
            throw Bad("a string is expected");
        int end = text.IndexOf(quote, _at + 1);
        if (end < 0)
            throw Bad("a string does not end");
        string value = text[(_at + 1)..end];
        if (value.Contains('\\'))
            throw Bad("a string has an escape");
        _at = end + 1;
        return value;
    }

    private bool ReadBoolean()
    {
        SkipSpace();
        foreach (bool value in (ReadOnlySpan<bool>)[true, false])
        {
            string word = value ? "True" : "False";
            if (string.CompareOrdinal(text, _at, word, 0, word.Length) == 0)
            {
                _at += word.Length;
                return value;
            }
        }
        throw Bad("True or False is expected");
    }

    private long[] ReadTuple()
    {
        var extents = new List<long>();
        Expect('(');
        while (!Accept(')'))
        {
            if (extents.Count == MaxRank)
                throw Bad($"an array has at most {MaxRank} dimensions");
            extents.Add(ReadExtent());
            if (Accept(','))
                continue;
            // "(3)" is a number in Python, not a tuple.
            if (extents.Count == 1)
                throw Bad("a tuple of one element ends with a comma");
            Expect(')');
            break;
        }
        return [.. extents];
    }

    private long ReadExtent()
    {
        SkipSpace();
        int start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
        if (!long.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out long extent))
            throw Bad("a number from 0 to 2⁶³ − 1 is expected");
        return extent;
    }

    private void SkipSpace()
    {
        while (_at < text.Length && text[_at] is (' ' or '\n' or '\t' or '\r'))
            _at++;
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private bool Accept(char expected)
    {
        SkipSpace();
        if (Peek() != expected)
            return false;
        _at++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Accept(expected))
            throw Bad($"'{expected}' is expected");
    }

    private InvalidDataException Bad(string problem) => new($"{path} has a damaged .npy header: at character {_at}, {problem}.");
}

namespace Bindgen;

/// <summary>Writes the structs that have fields; opaque ones are the handles, which are written by hand.</summary>
internal static class StructWriter
{
    public static string Write(Header header)
    {
        var map = new TypeMap(header);
        var writer = new SourceWriter("System.Runtime.InteropServices");
        bool first = true;
        foreach (StructDeclaration declaration in header.Structs.Where(type => !type.IsOpaque))
        {
            if (!first)
                writer.Line();
            first = false;
            writer.Docs(declaration.Docs);
            writer.Line("[StructLayout(LayoutKind.Sequential)]");
            writer.Line($"public struct {declaration.Name}");
            writer.Open();
            foreach (Variable field in declaration.Fields)
            {
                if (field != declaration.Fields[0])
                    writer.Line();
                writer.Docs(field.Docs);
                writer.Line($"public {map.Field(field.Type)} {field.Name};");
            }
            writer.Close();
        }
        return writer.ToString();
    }
}

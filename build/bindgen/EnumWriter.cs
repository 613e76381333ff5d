namespace Bindgen;

/// <summary>Writes enums as C# enums with the native names.</summary>
internal static class EnumWriter
{
    public static string Write(IEnumerable<EnumDeclaration> enums)
    {
        var writer = new SourceWriter();
        bool first = true;
        foreach (EnumDeclaration declaration in enums)
        {
            if (!first)
                writer.Line();
            first = false;
            writer.Docs(declaration.Docs);
            writer.Line($"public enum {declaration.Name}");
            writer.Open();
            foreach (EnumConstant constant in declaration.Constants)
            {
                if (constant != declaration.Constants[0])
                    writer.Line();
                writer.Docs(constant.Docs);
                writer.Line($"{constant.Name} = {constant.Value},");
            }
            writer.Close();
        }
        return writer.ToString();
    }
}

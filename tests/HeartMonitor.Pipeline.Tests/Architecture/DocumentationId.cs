using System.Reflection;

namespace HeartMonitor.Pipeline.Tests.Architecture;

/// <summary>A symbol as compilers and the banned-symbol lists spell it.</summary>
internal static class DocumentationId
{
    /// <summary>All symbols of <paramref name="type"/> that a list may name: the type, its properties, methods and constructors.</summary>
    internal static IEnumerable<string> AllOf(Type type)
    {
        const BindingFlags Visible = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.GetProperties(Visible).Select(property => $"P:{type.FullName}.{property.Name}")
            .Concat(type.GetMethods(Visible).Select(OfMethod))
            .Concat(type.GetConstructors(Visible).Select(OfMethod))
            .Prepend("T:" + type.FullName);
    }

    internal static string OfMethod(MethodBase method)
    {
        var name = method.IsConstructor ? "#ctor" : method.Name;
        var arity = method.IsGenericMethod ? "``" + method.GetGenericArguments().Length : "";
        var parameters = method.GetParameters();
        var list = parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => OfParameter(parameter.ParameterType)))})";
        return $"M:{method.DeclaringType!.FullName}.{name}{arity}{list}";
    }

    private static string OfParameter(Type type)
    {
        if (type.IsGenericMethodParameter) return "``" + type.GenericParameterPosition;
        if (type.IsGenericTypeParameter) return "`" + type.GenericParameterPosition;
        if (type.IsByRef) return OfParameter(type.GetElementType()!) + "@";
        if (type.IsArray) return OfParameter(type.GetElementType()!) + "[]";
        if (!type.IsGenericType) return type.FullName ?? type.Name;
        var open = type.GetGenericTypeDefinition().FullName!;
        return $"{open[..open.IndexOf('`', StringComparison.Ordinal)]}{{{string.Join(',', type.GetGenericArguments().Select(OfParameter))}}}";
    }
}

using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HeartMonitor.Mutation;

/// <summary>The switch that the mutation tool compiles into the assembly: which mutant is active. <see cref="Improve"/> lets it tell which ones were reached, too.</summary>
internal sealed class MutantSwitch(Assembly rules)
{
    /// <summary>No mutant is active.</summary>
    internal const int None = -1;

    private const string Control = "MutantControl";
    private const string ActiveField = "ActiveMutant";
    private const string ReachedField = "Reached";
    private const int MostMutants = 1 << 16;

    private readonly FieldInfo _active = rules.GetTypes().Single(IsControl).GetField(ActiveField)!;
    private readonly byte[] _reached = (byte[])rules.GetTypes().Single(IsControl).GetField(ReachedField)!.GetValue(null)!;

    internal int Active
    {
        set => _active.SetValue(null, value);
    }

    internal static bool IsIn(Assembly rules) => rules.GetTypes().Any(IsControl);

    /// <summary>
    /// Copies the assembly with a switch that marks in an array what is reached, at the cost of a store. The tool's own goes through a list at each
    /// question, thousands of times a second of a session.
    /// </summary>
    internal static void Improve(string from, string to)
    {
        using var module = ModuleDefinition.ReadModule(from);
        var control = module.Types.Single(type => type.Name == Control);
        var active = control.Fields.Single(field => field.Name == ActiveField);
        var reached = new FieldDefinition(ReachedField, Mono.Cecil.FieldAttributes.Public | Mono.Cecil.FieldAttributes.Static, module.ImportReference(typeof(byte[])));
        control.Fields.Add(reached);

        var initialiser = control.Methods.Single(method => method.Name == ".cctor").Body.Instructions;
        initialiser.Insert(0, Instruction.Create(OpCodes.Ldc_I4, MostMutants));
        initialiser.Insert(1, Instruction.Create(OpCodes.Newarr, module.TypeSystem.Byte));
        initialiser.Insert(2, Instruction.Create(OpCodes.Stsfld, reached));

        // Reached[id] = 1; return id == ActiveMutant;
        var body = new Mono.Cecil.Cil.MethodBody(control.Methods.Single(method => method.Name == "IsActive"));
        body.Method.Body = body;
        Instruction[] asks =
        [
            Instruction.Create(OpCodes.Ldsfld, reached), Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Ldc_I4_1), Instruction.Create(OpCodes.Stelem_I1),
            Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Ldsfld, active), Instruction.Create(OpCodes.Ceq), Instruction.Create(OpCodes.Ret),
        ];
        foreach (var instruction in asks) body.Instructions.Add(instruction);
        module.Write(to);
    }

    /// <summary>The mutants reached since the last call.</summary>
    internal HashSet<int> TakeReached()
    {
        HashSet<int> taken = [.. Enumerable.Range(0, MostMutants).Where(id => _reached[id] != 0)];
        Array.Clear(_reached);
        return taken;
    }

    private static bool IsControl(Type type) => type.Name == Control;
}

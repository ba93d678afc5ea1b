using System.Collections;
using System.Numerics;
using System.Reflection;

namespace Verified.Proofs.Tests;

/// <summary>Every number, truth value and constructor of a value of the proof, each in turn made another.</summary>
internal static class Leaves
{
    private static readonly MethodInfo s_clone = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>The value with one leaf made another, for every leaf; with the path to it, e.g. <c>.procs[1].l.o</c>.</summary>
    public static IEnumerable<(string Path, object Value)> Spoil(object value) => value switch
    {
        BigInteger number => [("", number + 1)],
        bool truth => [("", !truth)],
        Dafny.IMap<BigInteger, Memory._IProc> processes => SpoilMap(processes),
        IEnumerable sequence => SpoilSequence(sequence),
        _ when HasFields(value) => SpoilFields(value),
        _ => [("", OtherThan(value))],
    };

    private static IEnumerable<(string Path, object Value)> SpoilMap(Dafny.IMap<BigInteger, Memory._IProc> processes)
    {
        foreach (Dafny.IPair<BigInteger, Memory._IProc> at in processes.ItemEnumerable)
        {
            foreach ((string path, object spoilt) in Spoil(at.Cdr))
            {
                yield return ($"[{at.Car}]{path}", Dafny.Map<BigInteger, Memory._IProc>.Update(processes, at.Car, (Memory._IProc)spoilt));
            }
        }
    }

    private static IEnumerable<(string Path, object Value)> SpoilSequence(IEnumerable sequence)
    {
        Type element = sequence.GetType().GetInterfaces().Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(Dafny.ISequence<>));
        MethodInfo fromArray = typeof(Dafny.Sequence<>).MakeGenericType(element.GenericTypeArguments).GetMethod("FromArray")!;
        object[] items = [.. sequence.Cast<object>()];
        for (int i = 0; i < items.Length; i++)
        {
            foreach ((string path, object spoilt) in Spoil(items[i]))
            {
                var copy = Array.CreateInstance(element.GenericTypeArguments[0], items.Length);
                Array.Copy(items, copy, items.Length);
                copy.SetValue(spoilt, i);
                yield return ($"[{i}]{path}", fromArray.Invoke(null, [copy])!);
            }
        }
    }

    private static IEnumerable<(string Path, object Value)> SpoilFields(object value)
    {
        foreach (FieldInfo field in FieldsOf(value))
        {
            foreach ((string path, object spoilt) in Spoil(field.GetValue(value)!))
            {
                object copy = s_clone.Invoke(value, null)!;
                field.SetValue(copy, spoilt);
                yield return ($".{field.Name[1..]}{path}", copy);
            }
        }
    }

    private static bool HasFields(object value) => FieldsOf(value).Length > 0;

    private static FieldInfo[] FieldsOf(object value) => value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public);

    private static object OtherThan(object constructor) =>
        constructor.GetType().BaseType!.GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Where(m => m.Name.StartsWith("create_", StringComparison.Ordinal) && m.GetParameters().Length == 0)
            .Select(m => m.Invoke(null, null)!)
            .First(c => c.GetType() != constructor.GetType());
}

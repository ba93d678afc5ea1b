namespace Verified.Campaign.Trials;

/// <summary>Payloads whose every byte tells whose it is.</summary>
internal static class Payloads
{
    public static byte[] Of(int id, int length)
    {
        byte[] bytes = new byte[length];
        Fill(bytes, id);
        return bytes;
    }

    public static void Fill(Span<byte> bytes, int id)
    {
        for (int k = 0; k < bytes.Length; k++)
        {
            bytes[k] = (byte)((id * 37) + k + 1);
        }
    }
}

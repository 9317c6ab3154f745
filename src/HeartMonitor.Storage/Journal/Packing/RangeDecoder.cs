namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>Reads what <see cref="RangeEncoder"/> wrote; behind the end it reads zeros, so that damaged bytes give wrong values and no fault of their own.</summary>
internal ref struct RangeDecoder
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private uint _range;
    private uint _code;

    internal RangeDecoder(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        (_at, _range, _code) = (1, uint.MaxValue, 0);
        for (var i = 0; i < 4; i++) _code = (_code << 8) | Next();
    }

    internal int Bit(ref ushort model)
    {
        var bound = (_range >> RangeModel.Bits) * model;
        int bit;
        if (_code < bound)
        {
            (_range, bit) = (bound, 0);
            RangeModel.SeenZero(ref model);
        }
        else
        {
            _code -= bound;
            (_range, bit) = (_range - bound, 1);
            RangeModel.SeenOne(ref model);
        }

        Normalise();
        return bit;
    }

    internal ulong Plain(int bits)
    {
        var value = 0UL;
        while (bits-- > 0)
        {
            _range >>= 1;
            var isOne = _code >= _range;
            if (isOne) _code -= _range;
            value = (value << 1) | (isOne ? 1UL : 0);
            Normalise();
        }

        return value;
    }

    private void Normalise()
    {
        while (_range < RangeModel.Smallest)
        {
            _range <<= 8;
            _code = (_code << 8) | Next();
        }
    }

    private uint Next() => _at < _bytes.Length ? _bytes[_at++] : 0u;
}

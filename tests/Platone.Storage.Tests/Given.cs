using System.Globalization;
using System.Text;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage.Tests;

/// <summary>Messages of light nodes, decoded as the access layer does.</summary>
static class Given
{
    public const long Received = 1_767_225_600_000_000;

    public const long CertifyBy = 1_767_225_660;

    public static readonly Address Anna = Address.Parse("0x00000000000000000000000000000000000a11ce");

    public static readonly Address Bruno = Address.Parse("0x0000000000000000000000000000000000000b0b");

    public static StreamName Stream(string device, string measurand, string phase = "ABC") => new(device, StreamName.NoComponent, measurand, phase);

    /// <param name="second">Seconds after 2026-01-01T00:00:00Z.</param>
    /// <param name="readings">Measurand, unit and value of each.</param>
    public static IncomingMessage Message(Address provider, string device, int second, params (string Measurand, string Unit, string Value)[] readings) =>
        Message(provider, device, sequence: null, second, readings);

    public static IncomingMessage Message(
        Address provider, string device, ulong? sequence, int second, params (string Measurand, string Unit, string Value)[] readings)
    {
        var items = readings.Select(reading => $$"""{"measurand":"{{reading.Measurand}}","unit":"{{reading.Unit}}","value":"{{reading.Value}}"}""");
        var number = sequence is { } given ? string.Create(CultureInfo.InvariantCulture, $"\"sequence\":{given},") : "";
        var time = IsoTime.Format(Received + (second * 1_000_000L));
        return Message(provider, device, $$"""{"lightNode":"{{device}}",{{number}}"timestamp":"{{time}}","readings":[{{string.Join(", ", items)}}]}""");
    }

    public static IncomingMessage Message(Address provider, string device, string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        return new(provider, device, bytes, PayloadDecoder.Decode(bytes, DecodeLimits.Default), Received, CertifyBy);
    }
}

#!/usr/bin/python3
"""Writes vectors.txt: messages as GLib's own marshaller (GDBus, which shares no code with the reference implementation or with ours) makes them.

Needs python3-gi. One message a line: name, tab, hex. Names ending in -be are big endian.
"""
from gi.repository import Gio, GLib

BODIES = {
    "empty": None,
    "basics": ("(ybnqiuxtdsog)", (7, True, -2, 65535, -3, 4000000000, -5000000000, 18000000000000000000, -1.5, "Größe ♥", "/org/bluez/hci0", "a{sv}")),
    "bytes": ("(ay)", ([0x16, 0x5A, 0xA6, 0x02],)),
    "no-bytes": ("(ay)", ([],)),
    "longs": ("(yat)", (1, [5])),
    "no-longs": ("(yat)", (1, [])),
    "strings": ("(as)", (["a", "", "bcd"],)),
    "struct": ("((ysat))", ((1, "x", [2, 3]),)),
    "structs": ("(ya(yx))", (9, [(1, 2), (3, 4)])),
    "properties": ("(sa{sv}as)", ("org.bluez.GattCharacteristic1", {"Value": GLib.Variant("ay", [6, 75])}, [])),
    "variants": ("(vvv)", (GLib.Variant("y", 1), GLib.Variant("v", GLib.Variant("t", 2)), GLib.Variant("a{sv}", {"k": GLib.Variant("as", ["z"])}))),
    "managed": ("(a{oa{sa{sv}}})", ({"/org/bluez/hci0": {"org.bluez.Adapter1": {"Powered": GLib.Variant("b", True), "UUIDs": GLib.Variant("as", [])}}},)),
    "numbered": ("(a{yat}a{tay})", ({1: [2]}, {3: [4, 5]})),
}


def messages():
    for name, body in BODIES.items():
        message = Gio.DBusMessage.new_signal("/org/bluez", "org.bluez.Test", "Told")
        message.set_sender(":1.7")
        if body:
            message.set_body(GLib.Variant(*body))
        yield name, message
    call = Gio.DBusMessage.new_method_call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello")
    yield "hello", call
    call.set_serial(77)
    yield "return", Gio.DBusMessage.new_method_reply(call)
    yield "error", Gio.DBusMessage.new_method_error_literal(call, "org.bluez.Error.NotReady", "Resource Not Ready")


with open("vectors.txt", "w", encoding="utf-8") as out:
    for big in (False, True):
        for name, message in messages():
            if not message.get_serial() or name == "hello":
                message.set_serial(1)
            message.set_byte_order(Gio.DBusMessageByteOrder.BIG_ENDIAN if big else Gio.DBusMessageByteOrder.LITTLE_ENDIAN)
            out.write(f"{name}{'-be' if big else ''}\t{message.to_blob(0).hex()}\n")

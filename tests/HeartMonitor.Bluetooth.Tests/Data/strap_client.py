#!/usr/bin/python3
"""An independent BlueZ client (python3-dbus, on libdbus): finds the strap, connects, listens, and prints each 0x2A37 value as hex.

Arguments: how many values. The bus is DBUS_SYSTEM_BUS_ADDRESS. Needs python3-dbus and nothing else: GLib, on which that stands, is turned by hand.
"""
import ctypes
import sys
import time

import dbus
from dbus.mainloop.glib import DBusGMainLoop

HEART_RATE = "00002a37-0000-1000-8000-00805f9b34fb"
values = []


def heard(interface, changed, invalidated):
    if interface == "org.bluez.GattCharacteristic1" and "Value" in changed:
        values.append(bytes(changed["Value"]).hex())


def until(condition):
    ends = time.monotonic() + 20
    while not condition():
        if time.monotonic() > ends:
            sys.exit("waited in vain")
        while glib.g_main_context_iteration(None, False):
            pass
        time.sleep(0.01)


def find(interface, **wanted):
    root = dbus.Interface(bus.get_object("org.bluez", "/", introspect=False), "org.freedesktop.DBus.ObjectManager")
    for path, interfaces in root.GetManagedObjects().items():
        properties = interfaces.get(interface)
        if properties is not None and all(properties.get(key) == value for key, value in wanted.items()):
            return path, properties
    return None


def call(path, interface, method, *arguments, **how):
    return bus.get_object("org.bluez", path, introspect=False).get_dbus_method(method, interface)(*arguments, **how)


glib = ctypes.CDLL("libglib-2.0.so.0")
DBusGMainLoop(set_as_default=True)
bus = dbus.SystemBus()
adapter, _ = find("org.bluez.Adapter1")
call(adapter, "org.bluez.Adapter1", "SetDiscoveryFilter", {"Transport": "le"}, signature="a{sv}")
call(adapter, "org.bluez.Adapter1", "StartDiscovery")
until(lambda: find("org.bluez.Device1"))
call(adapter, "org.bluez.Adapter1", "StopDiscovery")
device, _ = find("org.bluez.Device1")
call(device, "org.bluez.Device1", "Connect")
until(lambda: find("org.bluez.Device1", ServicesResolved=True))
characteristic, _ = find("org.bluez.GattCharacteristic1", UUID=HEART_RATE)
location, _ = find("org.bluez.GattCharacteristic1", UUID=HEART_RATE.replace("2a37", "2a38"))
print("location", bytes(call(location, "org.bluez.GattCharacteristic1", "ReadValue", {}, signature="a{sv}")).hex(), flush=True)
bus.add_signal_receiver(heard, "PropertiesChanged", "org.freedesktop.DBus.Properties", "org.bluez")
call(characteristic, "org.bluez.GattCharacteristic1", "StartNotify")
print("listening", flush=True)
until(lambda: len(values) >= int(sys.argv[1]))
for value in values:
    print("value", value, flush=True)
call(device, "org.bluez.Device1", "Disconnect")
try:
    call(device, "org.bluez.Device1", "Disconnect")
except dbus.DBusException as error:
    print("error", error.get_dbus_name(), flush=True)

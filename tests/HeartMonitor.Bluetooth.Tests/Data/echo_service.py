#!/usr/bin/python3
"""An independent peer (python3-dbus, on libdbus) at org.heartmonitor.Echo: answers Echo with its arguments, NotReady with an error, and sends
a signal with the arguments of Tell. It answers one call after another, each with the types that it was asked with.
"""
import ctypes
import select
import sys

import dbus
import dbus.lowlevel
from dbus.mainloop.glib import DBusGMainLoop


def answered(connection, message):
    if message.get_member() == "Echo":
        reply = dbus.lowlevel.MethodReturnMessage(message)
    elif message.get_member() == "NotReady":
        reply = dbus.lowlevel.ErrorMessage(message, "org.bluez.Error.NotReady", "Resource Not Ready")
        connection.send_message(reply)
        return dbus.lowlevel.HANDLER_RESULT_HANDLED
    elif message.get_member() == "Tell":
        reply = dbus.lowlevel.SignalMessage("/echo", "org.heartmonitor.Echo", "Told")
    else:
        return dbus.lowlevel.HANDLER_RESULT_NOT_YET_HANDLED
    reply.append(*message.get_args_list(), signature=message.get_signature())
    connection.send_message(reply)
    if message.get_member() == "Tell":
        connection.send_message(dbus.lowlevel.MethodReturnMessage(message))
    return dbus.lowlevel.HANDLER_RESULT_HANDLED


glib = ctypes.CDLL("libglib-2.0.so.0")
DBusGMainLoop(set_as_default=True)
bus = dbus.SystemBus()
bus.add_message_filter(answered)
bus.request_name("org.heartmonitor.Echo")
print("ready", flush=True)
while not select.select([sys.stdin], [], [], 0.002)[0]:
    while glib.g_main_context_iteration(None, False):
        pass

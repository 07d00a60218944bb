"""Runs the unmodified client once for each line of JSON on the standard input, each in a process of its own.

To load the client takes longer than most of its commands, so it is loaded once and forked.
"""

import importlib
import json
import os
import sys

from openstackclient import shell

for module in (
    "openstack.connection",
    "openstack.compute.v2._proxy",
    "openstack.image.v2._proxy",
    "openstack.network.v2._proxy",
    "openstackclient.compute.v2.server",
    "openstackclient.identity.v3.token",
    "keystoneauth1.identity.v3",
):
    importlib.import_module(module)


def run(call):
    for descriptor, path in ((1, call["out"]), (2, call["err"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_TRUNC), descriptor)
    os.environ.update(call["environment"])
    sys.argv = ["openstack"] + call["words"]
    sys.exit(shell.main(call["words"]))


for line in sys.stdin:
    call = json.loads(line)
    child = os.fork()
    if child == 0:
        run(call)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)

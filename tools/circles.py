#!/usr/bin/env python3
"""Finds circles of calls between the objects of the library and the program: circles.py BUILD.
Object A points to object B where A uses a symbol that B defines (`nm`). A circle is a set of objects each of which reaches every
other: such files can only be understood together. Prints each circle with the symbols that close it; exit code 1 if there is one."""
import glob
import os
import subprocess
import sys


def symbols(objects):
    """What each object defines and what it uses."""
    defines, uses, current = {}, {path: set() for path in objects}, None
    for line in subprocess.run(["nm", "-A", "-g"] + objects, capture_output=True, text=True, check=True).stdout.splitlines():
        current, rest = line.split(":", 1)
        words = rest.split()
        kind, name = words[-2], words[-1]
        if kind == "U":
            uses[current].add(name)
        else:
            defines[name] = current
    return defines, uses


def components(graph):
    """Tarjan's strongly connected components, without recursion."""
    index, low, on_stack, stack, found = {}, {}, set(), [], []
    for root in graph:
        work = [(root, iter(graph[root]))] if root not in index else []
        if work:
            index[root] = low[root] = len(index)
            stack.append(root)
            on_stack.add(root)
        while work:
            node, targets = work[-1]
            step = next((target for target in targets if target not in index or target in on_stack), None)
            if step is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    cut = stack.index(node)
                    found.append(stack[cut:])
                    on_stack.difference_update(stack[cut:])
                    del stack[cut:]
            elif step in index:
                low[node] = min(low[node], index[step])
            else:
                index[step] = low[step] = len(index)
                stack.append(step)
                on_stack.add(step)
                work.append((step, iter(graph[step])))
    return found


def main():
    objects = sorted(glob.glob(os.path.join(sys.argv[1], "obj", "src", "**", "*.o"), recursive=True))
    objects = [path for path in objects if os.path.exists(path.split(os.sep + "obj" + os.sep, 1)[1][:-2] + ".c")]
    if not objects:
        sys.exit("circles: no objects in " + sys.argv[1])
    defines, uses = symbols(objects)
    graph = {path: sorted({defines[name] for name in uses[path] if name in defines} - {path}) for path in objects}
    circles = [sorted(group) for group in components(graph) if len(group) > 1]
    short = {path: path.split(os.sep + "obj" + os.sep, 1)[1][4:-2] for path in objects}
    for circle in circles:
        print("circle: " + " ".join(short[path] for path in circle))
        for path in circle:
            for name in sorted(uses[path]):
                if defines.get(name) in circle and defines[name] != path:
                    print("    %s uses %s of %s" % (short[path], name, short[defines[name]]))
    print("circles: %d among %d objects" % (len(circles), len(objects)))
    return 1 if circles else 0


if __name__ == "__main__":
    sys.exit(main())

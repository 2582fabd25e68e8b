# SPDX-License-Identifier: MIT
"""A program of this machine in the place of a pinned one.

Two machines seldom have the same one. Bazel knows an action by its inputs, and of
such a program that is a launcher: so the launcher names, in comments, the checksums
of the program and of the libraries that it loads. Where these differ, so do the keys
of what the program makes, and no cache that machines share gives one the other's.
"""

def libraries_of(listing):
    """The libraries that ldd's output names, by their paths.

    Args:
        listing: what `ldd PROGRAM` prints.
    """
    found = []
    for line in listing.split("\n"):
        words = line.replace("=>", " ").strip().split(" ")
        for word in words:
            if word.startswith("/"):
                found.append(word)
                break
    return found

def launcher_of(program, sums):
    """The text of a launcher that runs a program of this machine.

    Args:
        program: its path.
        sums: what `sha256sum` prints of it and of its libraries.
    """
    return "#!/bin/sh\n# A program of the machine that built this, sha256:\n{sums}exec '{program}' \"$@\"\n".format(
        program = program.replace("'", "'\\''"),
        sums = "".join(["# {}\n".format(line) for line in sums.split("\n") if line]),
    )

def refuse_when_locked(rctx, why):
    """Fails where --locked forbids every program but the pinned ones.

    Args:
        rctx: of the repository rule, which has an attribute `lock`.
        why: why the pinned one cannot be had.
    """
    if rctx.getenv("BUGO_LOCKED") == "1":
        fail("\n\nWhat {lock} names cannot be used: {why}\n--locked forbids programs of this machine in its place: see that it can be used, or leave --locked out.\n".format(
            lock = str(rctx.attr.lock).replace("@@", ""),
            why = why.strip(),
        ))

def use_host_program(rctx, name, program):
    """Writes bin/NAME, which runs a program of this machine, and watches that.

    Args:
        rctx: of the repository rule.
        name: what the launcher is called.
        program: its path.
    """
    summer = rctx.which("sha256sum")
    if not summer:
        fail("\n\nsha256sum is missing: this build has to know {} by its checksum. Install coreutils.\n".format(program))
    files = [str(program)]
    ldd = rctx.which("ldd")
    if ldd:
        # (It fails for a script, which loads none.)
        files += libraries_of(rctx.execute([ldd, program]).stdout)
    for file in files:
        rctx.watch(file)  # (and what it is a link to)
    sums = rctx.execute([summer] + files)
    if sums.return_code:
        fail("\n\n{} cannot be read: {}".format(program, sums.stderr))
    rctx.file("bin/" + name, launcher_of(str(program), sums.stdout), executable = True)

def tell_of_host_programs(lock, programs, why):
    """Prints one line that says that this machine's programs are used.

    Args:
        lock: label of the lock file whose packages are not used.
        programs: paths.
        why: why not.
    """
    lines = why.strip().split("\n")
    errors = [line for line in lines if "error:" in line]

    # buildifier: disable=print
    print("{programs} of this machine in place of what {lock} pins: images and results may differ from those of others. {why}".format(
        lock = str(lock).replace("@@", ""),
        programs = ", ".join([str(program) for program in programs]),
        why = (errors + lines)[0],
    ))

# SPDX-License-Identifier: MIT
"""Build settings that refuse what makes no sense, and say what would."""

SettingInfo = provider("The value of a build setting.", fields = {"value": "string"})

def _written(label):
    """Returns a label of this repository as one writes it."""
    return str(label).lstrip("@")

def choice_error(label, value, values, unknown):
    """Returns what is wrong with a value of a setting that is one of some, or None.

    Args:
      label: the setting's label, as one writes it on the command line.
      value: what it was set to.
      values: what it may be.
      unknown: the words in front of these.
    """
    if value in values:
        return None
    return "\n\n{label} = \"{value}\": {unknown} {known}: say for instance --{label}={first}\n".format(
        first = values[0],
        known = ", ".join(values),
        label = label,
        unknown = unknown,
        value = value,
    )

def _choice_setting_impl(ctx):
    value = ctx.build_setting_value
    error = choice_error(_written(ctx.label), value, ctx.attr.values, ctx.attr.unknown)
    if error:
        fail(error)
    return SettingInfo(value = value)

choice_setting = rule(
    implementation = _choice_setting_impl,
    doc = "A build setting with one of some values.",
    attrs = {
        "unknown": attr.string(
            default = "there is no such choice. Known are",
            doc = "What is said of another one, in front of the values.",
        ),
        "values": attr.string_list(mandatory = True),
    },
    build_setting = config.string(flag = True),
)

def parse_size(text):
    """Returns the number that text is, decimal or 0x…, or None."""
    digits, base = (text[2:], 16) if text.startswith("0x") else (text, 10)
    digits = digits.replace("_", "")
    allowed = "0123456789abcdefABCDEF" if base == 16 else "0123456789"
    if not digits or [d for d in digits.elems() if d not in allowed]:
        return None
    return int(digits, base)

def _size_setting_impl(ctx):
    value = ctx.build_setting_value
    size = parse_size(value)
    if size == None or size % 16 != 0 or size < ctx.attr.minimum:
        fail("\n\n{label} = \"{value}\": this is no size in bytes. It must be a multiple of 16 and at least {minimum}: say for instance --{label}=0x300000\n".format(
            label = _written(ctx.label),
            minimum = ctx.attr.minimum,
            value = value,
        ))
    return SettingInfo(value = "0x%x" % size)

size_setting = rule(
    implementation = _size_setting_impl,
    doc = "A build setting that is a number of bytes, decimal or 0x…, with underscores where one likes.",
    attrs = {"minimum": attr.int(mandatory = True)},
    build_setting = config.string(flag = True),
)

# SPDX-License-Identifier: MIT
"""Build settings that refuse what makes no sense, and say what would."""

SettingInfo = provider("The value of a build setting.", fields = {"value": "string"})

def _fail(ctx, value, remedy):
    fail("\n\n{label} = \"{value}\": {remedy}\n".format(
        label = str(ctx.label).lstrip("@"),
        remedy = remedy,
        value = value,
    ))

def _choice_setting_impl(ctx):
    value = ctx.build_setting_value
    if value not in ctx.attr.values:
        _fail(ctx, value, "there is no such choice. Known are {known}: say for instance --{label}={first}".format(
            first = ctx.attr.values[0],
            known = ", ".join(ctx.attr.values),
            label = str(ctx.label).lstrip("@"),
        ))
    return SettingInfo(value = value)

choice_setting = rule(
    implementation = _choice_setting_impl,
    doc = "A build setting with one of some values.",
    attrs = {"values": attr.string_list(mandatory = True)},
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
        _fail(ctx, value, "this is no size in bytes. It must be a multiple of 16 and at least {minimum}: say for instance --{label}=0x300000".format(
            label = str(ctx.label).lstrip("@"),
            minimum = ctx.attr.minimum,
        ))
    return SettingInfo(value = "0x%x" % size)

size_setting = rule(
    implementation = _size_setting_impl,
    doc = "A build setting that is a number of bytes, decimal or 0x…, with underscores where one likes.",
    attrs = {"minimum": attr.int(mandatory = True)},
    build_setting = config.string(flag = True),
)

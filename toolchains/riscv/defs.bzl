# SPDX-License-Identifier: MIT
"""The rules that BUILD files of this repository load, one name for each artefact."""

load(":boot.bzl", _boot_test = "boot_test", _k210_run = "k210_run", _qemu_run = "qemu_run")
load(":doc_test.bzl", _doc_test = "doc_test")
load(":emulator_env.bzl", _emulator_env = "emulator_env")
load(":exec_env.bzl", _EXEC_ENVS = "EXEC_ENVS", _K210EMU = "K210EMU", _VIRTEMU = "VIRTEMU", _unfit = "unfit")
load(":failed.bzl", _failed_app = "failed_app", _failed_kernel = "failed_kernel", _failed_link = "failed_link")
load(":gdb.bzl", _gdb_run = "gdb_run", _gdb_test = "gdb_test")
load(
    ":image.bzl",
    _firmware_image = "firmware_image",
    _kernel_image = "kernel_image",
    _user_app = "user_app",
)
load(":image_test.bzl", _image_test = "image_test")
load(":qemu_env.bzl", _qemu_env = "qemu_env")
load(":user_apps.bzl", _app_spec = "app_spec", _user_apps = "user_apps")

EXEC_ENVS = _EXEC_ENVS
K210EMU = _K210EMU
VIRTEMU = _VIRTEMU
app_spec = _app_spec
boot_test = _boot_test
doc_test = _doc_test
emulator_env = _emulator_env
failed_app = _failed_app
failed_kernel = _failed_kernel
failed_link = _failed_link
firmware_image = _firmware_image
gdb_run = _gdb_run
gdb_test = _gdb_test
image_test = _image_test
k210_run = _k210_run
kernel_image = _kernel_image
qemu_env = _qemu_env
qemu_run = _qemu_run
unfit = _unfit
user_app = _user_app
user_apps = _user_apps

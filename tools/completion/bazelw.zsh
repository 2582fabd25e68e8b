# SPDX-License-Identifier: MIT
# Completion of ./bazelw in zsh:  . tools/completion/bazelw.zsh
# (By zsh's own emulation of bash's completion; the other file has it all.)
autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
. "${0:A:h}/bazelw.bash"

#!/bin/sh
# Outlives the supervisor by an instant: when the pipe on its input closes, whatever the reason, it kills every
# process group that it was told of. A stopped group dies too, since SIGKILL needs no co-operation.
# Arguments: the state folder, for whoever lists processes, and the groups to begin with.
trap '' HUP INT TERM QUIT
shift
groups=" $* "
while read -r verb group; do
  case "$verb" in
    watch) groups="$groups$group " ;;
    forget) groups=$(printf '%s' "$groups" | sed "s/ $group / /g") ;;
    stand-down) exit 0 ;;
  esac
done
for group in $groups; do
  kill -KILL "-$group" 2>/dev/null
done
exit 0

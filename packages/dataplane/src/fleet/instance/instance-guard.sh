#!/bin/sh
# Starts an instance's command in this very process, and leaves a guard beside it that ends every
# process of the instance when the region's process says so, or dies.
#
#   sh instance-guard.sh REGION_PID INVOCATION_ID COMMAND
#
# with the lifeline to the region's process as descriptor 3.
#
# The lifeline is a pipe: the kernel closes it with the region's process, however that one dies, on
# every system; PR_SET_PDEATHSIG would do it on Linux only, and only for the first process. The
# instance must stay in the region's process group (a lost region is a signal to that group), so it
# cannot have a group of its own to be killed by.
region=$1
mark=INVOCATION_ID=$2
command=$3
instance=$$

if [ -r /proc/$$/stat ]; then
  read -r stat </proc/$$/stat
  # After the name in parentheses: state, parent, process group. Splitting is meant.
  set -- ${stat##*) }
  group=$3
else
  group=$(ps -o pgid= -p $$ | tr -d ' ')
fi

# $1 and everything below it.
tree() {
  echo "$1"
  for child in $(cat "/proc/$1/task/"*/children 2>/dev/null || pgrep -P "$1"); do
    tree "$child"
  done
}

# What a process that has ended left behind has another parent now, and is known by its environment.
marked() {
  if [ -d /proc/self ]; then
    grep -lsaF "$mark" /proc/[0-9]*/environ | cut -d/ -f3
  else
    ps -A -E -ww -o pid= -o command= | grep -F "$mark" | awk '{ print $1 }'
  fi
}

# Bounded: a program that starts others faster than this ends them is left to the region's end.
sweep() {
  for round in 1 2 3 4 5; do
    left=$(marked)
    [ -n "$left" ] || return
    kill -KILL $left
    sleep 0.05
  done
}

guard() {
  trap '' HUP INT TERM
  while read -r order <&3; do
    case $order in
      terminate) kill -TERM $(tree "$instance") ;;
      kill) kill -KILL $(tree "$instance") ;;
      stop) kill -STOP $(tree "$instance") ;;
      continue) kill -CONT $(tree "$instance") ;;
      ended)
        sweep
        exit
        ;;
    esac
  done
  # The region's process is gone. Where it led the group, all of the group is the region, and none
  # of it may stay.
  [ "$group" != "$region" ] || kill -KILL 0
  kill -KILL $(tree "$instance")
  sweep
}

# Twice in the background: the program must not find a child that it did not start.
# Away from the output's pipes: they must close with the program.
( (guard </dev/null >/dev/null 2>&1) & )

INVOCATION_ID=${mark#*=}
export INVOCATION_ID
# What a systemd unit has; the engine's own files are its owner's alone.
# https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#UMask=
umask 022
exec sh -c "$command" 3<&-

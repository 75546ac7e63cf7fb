# The part of the collection script that is the same for every call: plain POSIX shell around
# version 2 of the AWS CLI. Names that come from the account are only ever arguments of a quoted
# option, and percent-encoded file names.

set -u
umask 077
export AWS_PAGER= AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=6 LC_ALL=C

out=${1:-aws}
tab=$(printf '\t')
missing=0

identity=$(aws sts get-caller-identity --query '[Account,Arn]' --output text </dev/null) || {
  echo 'cutset: the AWS CLI has no working credentials' >&2
  exit 2
}
account=$(printf '%s' "$identity" | cut -f1)
case $account in
  *[!0-9]* | '') echo "cutset: not an account: $account" >&2; exit 2 ;;
esac
# The region that answers for calls without one, by partition.
case $(printf '%s' "$identity" | cut -f2) in
  arn:aws-cn:*) home=cn-north-1 ;;
  arn:aws-us-gov:*) home=us-gov-west-1 ;;
  *) home=us-east-1 ;;
esac

mkdir -p "$out/$account" || exit 2
log=$out/$account/.not-collected.log
work=$out/$account/.work.$$
mkdir "$work" || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
: >"$log"

# Percent-encodes all but letters, digits, dash, underscore and a dot that does not lead.
encode() {
  case $1 in
    .* | *[!A-Za-z0-9._-]*)
      NAME=$1 awk 'BEGIN {
        for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i
        name = ENVIRON["NAME"]
        for (i = 1; i <= length(name); i++) {
          c = substr(name, i, 1)
          if (c ~ /[A-Za-z0-9_-]/ || (c == "." && i > 1)) printf "%s", c
          else printf "%%%02X", code[c]
        }
      }'
      ;;
    *) printf '%s' "$1" ;;
  esac
}

# That there is nothing is an answer; whatever else failed is noted, and the file of before stays.
missed() {
  reason=$(tr '\n' ' ' <"$work/error" | cut -c1-300)
  code=$(printf '%s' "$reason" | sed -n 's/.*An error occurred (\([A-Za-z.]*\)).*/\1/p')
  case $code in
    *NoSuch* | *NotFound*) printf '{"Error":{"Code":"%s"}}\n' "$code" >"$1" ;;
    *)
      printf '%s: %s\n' "${1#"$out"/}" "$reason" >>"$log"
      missing=$((missing + 1))
      ;;
  esac
}

# ask SERVICE OPERATION [OPTION...]
ask() {
  aws "$@" --region "$region" --output json >"$work/answer" 2>"$work/error" </dev/null
}

# keep FILE SERVICE OPERATION [OPTION...]
keep() {
  file=$1
  shift
  mkdir -p "${file%/*}" || return 0
  if ask "$@"; then
    if [ -s "$work/answer" ]; then mv "$work/answer" "$file"; fi
  else
    missed "$file"
  fi
}

# ids QUERY SERVICE OPERATION [OPTION...]: what the query finds in the answer, a line each.
ids() {
  query=$1
  shift
  aws "$@" --query "$query" --region "$region" --output text 2>/dev/null </dev/null |
    tr '\t' '\n' | sed '/^$/d; /^None$/d'
}

# with LINE "OPTION..." COMMAND...: the command with an option for each tab-separated value.
with() {
  rest=$1 options=$2
  shift 2
  for option in $options; do
    set -- "$@" "$option=${rest%%"$tab"*}"
    rest=${rest#*"$tab"}
  done
  "$@"
}

# ready SERVICE OPERATION: asks until the answer is made, for half a minute at most.
ready() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    state=$(aws "$1" "$2" --query State --output text 2>/dev/null </dev/null) || return 0
    [ "$state" = COMPLETE ] && return 0
    sleep 3
  done
}

# all SERVICE OPERATION [OPTION...]
all() {
  printf '%s %s %s\n' "$region" "$1" "$2" >&2
  keep "$place/$1-$2.json" "$@"
}

# names LIST QUERY SERVICE OPERATION [OPTION...]
names() {
  list=$work/$1 query=$2
  shift 2
  ids "$query" "$@" | sort -u >"$list"
}

# names_in LIST FROM alone|within QUERY SERVICE OPERATION "OPTION..." [OPTION...]
names_in() {
  list=$work/$1 from=$work/$2 keeps=$3 query=$4 service=$5 operation=$6 options=$7
  shift 7
  while IFS= read -r line; do
    with "$line" "$options" ids "$query" "$service" "$operation" "$@" |
      while IFS= read -r name || [ -n "$name" ]; do
        if [ "$keeps" = within ]; then printf '%s\t%s\n' "$line" "$name"; else printf '%s\n' "$name"; fi
      done
  done <"$from" | sort -u >"$list"
}

# each FROM SERVICE OPERATION "OPTION..." [OPTION...]
each() {
  from=$work/$1 service=$2 operation=$3 options=$4
  shift 4
  [ -s "$from" ] || return 0
  printf '%s %s %s: %s\n' "$region" "$service" "$operation" "$(grep -c '' "$from")" >&2
  while IFS= read -r line; do
    path=$place/$service-$operation
    rest=$line
    for option in $options; do
      path=$path/$(encode "${rest%%"$tab"*}")
      rest=${rest#*"$tab"}
    done
    with "$line" "$options" keep "$path.json" "$service" "$operation" "$@"
  done <"$from"
}

# finished SERVICE OPERATION [OPTION...]: asks until a report is done, for half a minute at most.
finished() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    ask "$@" || return 1
    grep -q '"JobStatus": *"COMPLETED"' "$work/answer" && return 0
    grep -q '"JobStatus": *"IN_PROGRESS"' "$work/answer" || break
    sleep 3
  done
  echo 'the report was not finished' >"$work/error"
  return 1
}

# jobs FROM SERVICE OPERATION OPTION "START [OPTION...]" QUERY JOB_OPTION [OPTION...]: starts a report
# for each name, then fetches each when it is done.
jobs() {
  from=$work/$1 service=$2 operation=$3 option=$4 start=$5 query=$6 job=$7
  shift 7
  [ -s "$from" ] || return 0
  printf '%s %s %s: %s\n' "$region" "$service" "$operation" "$(grep -c '' "$from")" >&2
  mkdir -p "$place/$service-$operation" || return 0
  while IFS= read -r line; do
    file=$place/$service-$operation/$(encode "$line").json
    # shellcheck disable=SC2086 # the words of START are ours
    if id=$(aws "$service" $start "$option=$line" --query "$query" --region "$region" \
      --output text 2>"$work/error" </dev/null); then
      printf '%s\t%s\n' "$id" "$line" >>"$work/started"
    else
      missed "$file"
    fi
  done <"$from"
  [ -f "$work/started" ] || return 0
  while IFS=$tab read -r id line; do
    file=$place/$service-$operation/$(encode "$line").json
    if finished "$service" "$operation" "$job=$id" "$@"; then
      mv "$work/answer" "$file"
    else
      missed "$file"
    fi
  done <"$work/started"
  rm -f "$work/started"
}

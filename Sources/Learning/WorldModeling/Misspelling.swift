import TextAnalysis

/// Tells a program that is missing from one that was only mistyped: `gti`.
enum Misspelling {
    /// - Parameter working: programs that were seen to work in the place.
    static func isLikely(_ name: String, beside working: Set<String>) -> Bool {
        // Two letters are near to everything.
        guard name.utf8.count > 2, !common.contains(name), !working.contains(name) else { return false }
        let most = name.utf8.count < 5 ? 1 : 2
        return common.contains { isNear(name, $0, most) } || working.contains { isNear(name, $0, most) }
    }

    private static func isNear(_ name: String, _ other: String, _ most: Int) -> Bool {
        guard other.utf8.count > 2, abs(name.utf8.count - other.utf8.count) <= most else { return false }
        // `pip3` and `python3.12` are programs of their own.
        guard unversioned(name) != unversioned(other) else { return false }
        return EditDistance.between(Array(name.utf8), Array(other.utf8)) <= most
    }

    private static func unversioned(_ name: String) -> Substring {
        var name = name[...]
        while let last = name.last, last.isNumber || last == "." || last == "-" { name = name.dropLast() }
        return name
    }

    /// Programs that everybody has typed, rightly and wrongly. One that is missing is itself no misspelling of another:
    /// `apk` of `apt`, `npm` of `pnpm`.
    private static let common = LayoutWords.words(
        "git grep find cat head tail less sort uniq wc sed awk cut tar zip unzip gzip curl wget ssh scp rsync make cmake "
            + "ninja gcc g++ clang python pip pipx poetry pdm conda node npm npx pnpm yarn bun deno tsc ruby gem bundle "
            + "rake cargo rustc rustup go gofmt swift java javac mvn gradle dotnet php composer docker podman kubectl "
            + "helm terraform ansible psql mysql sqlite3 redis-cli pytest jest vitest mypy ruff black flake8 eslint "
            + "prettier apt apt-get apk yum dnf brew pacman zypper snap systemctl service journalctl lsof fuser ps kill "
            + "pkill pgrep netstat dig ping chmod chown mkdir touch echo export source which env sudo tree jq tac bat "
            + "exa eza top htop vim nano code tmux screen man diff patch date xargs tee test time bash zsh fish dash "
            + "openssl gpg nginx mongo mongosh ffmpeg convert protoc gcloud aws az gh hub svn mise asdf nvm rbenv pyenv "
            + "uv pre-commit")
}

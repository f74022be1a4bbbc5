/// Signs in commands and code, as folded text has them: `¦` between words, `^` a space at an end, `*` an open end.
enum CommandLexicon {
    static let automaton = PhraseAutomaton(words)

    private static let words: [(Concept, String)] = [
        (
            .fetch,
            """
            curl ¦ curl.exe ¦ wget ¦ wget2 ¦ invoke-webrequest ¦ iwr ¦ invoke-restmethod ¦ irm
            ¦ downloadstring ¦ downloadfile ¦ downloaddata ¦ start-bitstransfer ¦ bitsadmin
            ¦ certutil -urlcache ¦ certutil.exe -urlcache ¦ urlopen ¦ urlretrieve ¦ requests.get ¦ httpx.get
            ¦ urllib.request ¦ fetch( ¦ http.get( ¦ https.get( ¦ axios.get ¦ net::http ¦ open-uri ¦ uri.open
            ¦ lwp::simple ¦ http::tiny ¦ file_get_contents('http* ¦ file_get_contents("http* ¦ aria2c
            ¦ lynx -source ¦ lynx -dump ¦ http.client ¦ urllib2 ¦ axel ¦ httpie ¦ xh ¦ require('https')
            ¦ require("https") ¦ require('http') ¦ require("http") ¦ winhttp ¦ msxml2.xmlhttp
            ¦ net.webclient ¦ busybox wget ¦ gh gist view ¦ dig +short txt ¦ nslookup -type=txt
            ¦ nslookup -q=txt ¦ got( ¦ deno.fetch ¦ resolve-dnsname ¦ ipfs cat ¦ git archive --remote
            """
        ),
        (
            .decode,
            """
            base64 -d ¦ base64 --decode ¦ base64 -di ¦ base64 -id ¦ base64 --d ¦ b64decode ¦ b32decode
            ¦ b85decode ¦ a85decode ¦ atob( ¦ frombase64string ¦ base32 -d ¦ base32 --decode
            ¦ openssl base64 -d ¦ openssl enc -d ¦ openssl enc -base64 -d ¦ xxd -r ¦ xxd -p -r ¦ unhexlify
            ¦ bytes.fromhex ¦ fromhex( ¦ gunzip ¦ gzip -d ¦ gzip -cd ¦ zcat ¦ zlib.decompress
            ¦ gzip.decompress ¦ gunzipsync ¦ inflatesync ¦ bunzip2 ¦ xz -d ¦ xzcat ¦ uudecode
            ¦ codecs.decode ¦ rot13 ¦ rot_13 ¦ tr 'a-za-z' 'n-za-mn-za-m' ¦ tr a-za-z n-za-mn-za-m
            ¦ tr 'n-za-mn-za-m' 'a-za-z' ¦ tr '[a-za-z]' '[n-za-mn-za-m]' ¦ 'base64') ¦ "base64") ¦ 'hex')
            ¦ "hex") ¦ marshal.loads ¦ pickle.loads ¦ decode64 ¦ unpack("m* ¦ unpack('m* ¦ unpack1("m*
            ¦ mime::base64 ¦ decode_base64 ¦ base64_decode ¦ gzinflate ¦ str_rot13 ¦ certutil -decode
            ¦ lzma.decompress ¦ certutil.exe -decode ¦ basenc
            """
        ),
        (
            .runs,
            """
            eval ¦ eval( ¦ exec( ¦ exec ¦ iex ¦ invoke-expression ¦ new function( ¦ function(
            ¦ runinnewcontext ¦ runinthiscontext ¦ vm.run* ¦ os.system ¦ os.popen ¦ subprocess.*
            ¦ child_process ¦ execsync ¦ spawnsync ¦ execfile ¦ instance_eval ¦ class_eval ¦ system(
            ¦ shell_exec( ¦ passthru( ¦ [scriptblock]::create ¦ invoke-command ¦ runpy.* ¦ __import__
            ¦ getattr(__builtins__* ¦ loadstring ¦ popen( ¦ marshal.loads ¦ execve ¦ reflection.assembly
            ¦ assembly]::load ¦ process.start( ¦ builtins.exec
            """
        ),
        (
            .secretPlace,
            """
            ~/.ssh* ¦ $home/.ssh* ¦ ${home}/.ssh* ¦ .ssh/id_* ¦ id_rsa ¦ id_ed25519 ¦ id_ecdsa
            ¦ .aws/credentials ¦ ~/.aws* ¦ $home/.aws* ¦ .netrc ¦ .git-credentials ¦ .pypirc ¦ .kube/config
            ¦ .docker/config.json ¦ .config/gcloud* ¦ application_default_credentials* ¦ .gnupg*
            ¦ /etc/passwd ¦ /etc/shadow ¦ .bash_history ¦ .zsh_history ¦ .psql_history ¦ .mysql_history
            ¦ .python_history ¦ .node_repl_history ¦ cookies.sqlite ¦ cookies.binarycookies ¦ /cookies
            ¦ login data ¦ logins.json ¦ key4.db ¦ login.keychain* ¦ dump-keychain ¦ find-generic-password
            ¦ find-internet-password ¦ secret-tool lookup ¦ secret-tool search ¦ .password-store* ¦ lsass
            ¦ .config/gh/hosts.yml ¦ .config/hub ¦ /run/secrets* ¦ serviceaccount/token
            ¦ .terraform.d/credentials* ¦ credentials.tfrc.json ¦ .azure/* ¦ local storage/leveldb
            ¦ document.cookie ¦ .memos* ¦ get-clipboard ¦ pbpaste ¦ xclip -o ¦ id_dsa ¦ .ssh' ¦ .ssh"
            ¦ fc -l ¦ wp-config.php ¦ .claude/projects* ¦ .codex/auth.json ¦ .codex/sessions* ¦ .claude.json
            ¦ .claude/.credentials.json ¦ .cargo/credentials* ¦ .m2/settings.xml ¦ /var/lib/docker/secrets*
            ¦ .bw* ¦ keychain-db ¦ .npmrc ¦ security-credentials ¦ service-accounts/default/token
            """
        ),
        (
            .environment,
            """
            printenv ¦ $(env) ¦ `env` ¦ env | ¦ env> ¦ env > ¦ env| ¦ $(set) ¦ $(env|* ¦ $(env ^
            ¦ dict(os.environ ¦ os.environ) ¦ str(os.environ ¦ os.environ.items ¦ os.environ.copy
            ¦ stringify(process.env ¦ process.env) ¦ entries(process.env ¦ keys(process.env
            ¦ get-childitem env: ¦ gci env: ¦ ls env: ¦ dir env: ¦ /proc/self/environ ¦ /proc/*/environ
            ¦ env.to_h ¦ getenv() ¦ export -p ¦ declare -x ¦ declare -p ¦ getenvironmentvariables
            ¦ $(export) ¦ <(env) ¦ `set` ¦ /environ ¦ env.to_a ¦ system.getenv() ¦ $env) ¦ %env
            """
        ),
        (
            .foreignSecret,
            """
            github_token ¦ gh_token ¦ gitlab_token ¦ aws_secret_access_key ¦ aws_session_token
            ¦ anthropic_api_key ¦ openai_api_key ¦ npm_token ¦ pypi_token ¦ ssh_private_key ¦ vault_token
            ¦ kubeconfig_data ¦ database_password ¦ stripe_secret_key ¦ private_key ¦ signing_key
            ¦ gcloud auth print-access-token ¦ gh auth token ¦ aws configure export-credentials
            """
        ),
        (
            .weakSecret,
            """
            cat .env ¦ @.env ¦ < .env ¦ <.env ¦ @"$env_file" ¦ open('.env* ¦ open(".env*
            ¦ readfilesync('.env* ¦ readfilesync(".env* ¦ cat ./.env ¦ base64 .env ¦ type .env
            ¦ get-content .env ¦ cat */.env ¦ -name .env ¦ -name '.env* ¦ -name ".env* ¦ =@.env*
            ¦ gzip -c .env ¦ xxd -p .env ¦ path(".env") ¦ path('.env') ¦ cat ../.env ¦ .env | ¦ -w0 .env
            ¦ file.read('.env* ¦ file.read(".env*
            """
        ),
        (
            .carries,
            """
            ^-d ¦ --data* ¦ ^-f "*=@* ¦ =@* ¦ @- ¦ @~ ¦ --upload-file ¦ ^-t ¦ -xpost ¦ -x post ¦ -x put
            ¦ --request post ¦ --body-file* ¦ --body-data* ¦ http.request( ¦ https.request( ¦ --json
            ¦ net.connect( ¦ createconnection( ¦ websocket( ¦ xmlhttprequest ¦ data= ¦ body: ¦ body= ¦ json=
            ¦ files= ¦ <-
            """
        ),
        (
            .sink,
            """
            webhook* ¦ ngrok* ¦ requestbin* ¦ pastebin* ¦ transfer.sh ¦ collaborator* ¦ interactsh* ¦ oast*
            ¦ collector* ¦ /collect ¦ /exfil* ¦ /c2 ¦ /beacon ¦ /drop ¦ /ingest ¦ /paste ¦ burp* ¦ callback.
            ¦ attacker* ¦ /loot ¦ /steal ¦ termbin* ¦ /grab ¦ .onion
            """
        ),
        (
            .lookup,
            """
            dig ¦ nslookup ¦ host ¦ drill ¦ gethostbyname ¦ getaddrinfo ¦ dns.resolve* ¦ dns.lookup*
            ¦ resolve4 ¦ resolve-dnsname ¦ ping -c ¦ ping -p ¦ ping -n ¦ getent hosts ¦ dns.resolver ¦ kdig
            ¦ ping
            """
        ),
        (
            .web,
            """
            http:// ¦ https:// ¦ ftp:// ¦ ://
            """
        ),
        (
            .devTCP,
            """
            /dev/tcp/* ¦ /dev/udp/*
            """
        ),
        (
            .interactive,
            """
            bash -i ¦ sh -i ¦ zsh -i ¦ 0>&1 ¦ 0<&1 ¦ <&5 ¦ >&5 ¦ <&3 ¦ 2>&0 ¦ exec 5<> ¦ exec 3<>
            ¦ exec 196<>* ¦ /bin/sh -i ¦ 0<&196 ¦ >& /dev/tcp* ¦ -i >&
            """
        ),
        (
            .netcatShell,
            """
            nc -e ¦ nc -c ¦ ncat -e ¦ ncat -c ¦ netcat -e ¦ nc.exe -e ¦ --sh-exec ¦ ncat --exec ¦ exec:/bin*
            ¦ exec:'* ¦ exec:"* ¦ exec:sh ¦ exec:bash* ¦ pty.spawn ¦ nc -lvnp ¦ -e /bin/sh ¦ -e /bin/bash
            ¦ -e cmd ¦ -e cmd.exe ¦ -e powershell ¦ system:/bin* ¦ -c /bin/sh ¦ -c /bin/bash ¦ pwncat
            ¦ meterpreter ¦ msfvenom ¦ evil-winrm
            """
        ),
        (
            .pipeFile,
            """
            mkfifo ¦ mknod
            """
        ),
        (
            .socket,
            """
            socket.socket ¦ socket( ¦ fsockopen* ¦ tcpsocket* ¦ net.sockets.tcpclient ¦ tcpclient
            ¦ io::socket* ¦ net.socket ¦ net.connect( ¦ net.dial ¦ use socket ¦ -rsocket ¦ createconnection(
            """
        ),
        (
            .duplicate,
            """
            dup2 ¦ pty.spawn ¦ /bin/sh ¦ /bin/bash ¦ cmd.exe ¦ .pipe(sh* ¦ getstream
            """
        ),
        (
            .startFile,
            """
            ~/.bashrc ¦ ~/.zshrc ¦ ~/.profile ¦ ~/.bash_profile ¦ ~/.zprofile ¦ ~/.zshenv ¦ ~/.zlogin
            ¦ $home/.bashrc ¦ $home/.zshrc ¦ $home/.profile ¦ $home/.bash_profile ¦ $home/.zshenv
            ¦ ${home}/.bashrc ¦ /etc/profile* ¦ /etc/bash.bashrc ¦ config.fish ¦ .bashrc ¦ .zshrc ¦ .profile
            ¦ $profile ¦ sitecustomize.py ¦ usercustomize.py ¦ /etc/environment ¦ .bash_login ¦ .bash_logout
            ¦ .vimrc ¦ .envrc ¦ /etc/rc.local ¦ .xprofile ¦ .pth
            """
        ),
        (
            .keysFile,
            """
            authorized_keys*
            """
        ),
        (
            .schedule,
            """
            | crontab ¦ |crontab ¦ crontab - ¦ crontab < ¦ crontab /* ¦ crontab -u ¦ /etc/cron*
            ¦ /var/spool/cron* ¦ schtasks /create ¦ register-scheduledtask ¦ at now* ¦ systemd-run --on*
            ¦ crontab.write ¦ @reboot
            """
        ),
        (
            .autostart,
            """
            library/launchagents* ¦ library/launchdaemons* ¦ launchctl load ¦ launchctl bootstrap
            ¦ launchctl submit ¦ .config/autostart* ¦ /etc/systemd/system* ¦ .config/systemd/user*
            ¦ currentversion\\run* ¦ \\startup\\* ¦ /etc/init.d* ¦ ld.so.preload ¦ ld_preload
            ¦ dyld_insert_libraries ¦ /etc/xdg/autostart* ¦ prompt_command ¦ currentversionrun*
            ¦ programsstartup*
            """
        ),
        (
            .gitHook,
            """
            .git/hooks* ¦ core.hookspath ¦ init.templatedir ¦ .husky/* ¦ core.sshcommand ¦ core.pager
            ¦ core.fsmonitor
            """
        ),
        (
            .hostRules,
            """
            claude.md ¦ agents.md ¦ gemini.md ¦ .cursorrules ¦ .windsurfrules ¦ copilot-instructions.md
            ¦ .cursor/rules* ¦ memory.md ¦ .clinerules ¦ global_rules.md ¦ soul.md
            """
        ),
        (
            .hostConfig,
            """
            .claude/settings* ¦ .claude.json ¦ .mcp.json ¦ mcp.json ¦ .codex/config.toml
            ¦ .gemini/settings.json ¦ .cursor/* ¦ claude_desktop_config.json ¦ .claude/hooks*
            ¦ .claude/skills* ¦ .claude/agents* ¦ .claude/commands* ¦ .vscode/settings.json
            ¦ .vscode/tasks.json ¦ .codex/hooks* ¦ mcp_config.json ¦ managed-settings.json ¦ hooks.json
            ¦ claude mcp add* ¦ codex mcp add* ¦ gemini mcp add* ¦ opencode.json ¦ .hermes/* ¦ .memos/*
            ¦ .continue/*
            """
        ),
        (
            .ownHost,
            """
            ~/.claude* ¦ $home/.claude* ¦ ${home}/.claude* ¦ ~/.codex* ¦ $home/.codex* ¦ ~/.cursor*
            ¦ $home/.cursor* ¦ ~/.gemini* ¦ $home/.gemini* ¦ path.home() ¦ os.homedir() ¦ expanduser*
            ¦ ~/claude.md ¦ ~/.memos* ¦ homedir() ¦ %userprofile% ¦ $env:userprofile ¦ $env:appdata
            """
        ),
        (
            .write,
            """
            >> ¦ > ~* ¦ > $* ¦ > . ¦ >. ¦ > / ¦ >~* ¦ >$* ¦ > "* ¦ > '* ¦ >"* ¦ tee ¦ tee -a ¦ cp ¦ mv
            ¦ install -m* ¦ ln -s* ¦ writefilesync ¦ appendfilesync ¦ writefile ¦ appendfile ¦ write_text
            ¦ .write( ¦ open(* ¦ 'a') ¦ "a") ¦ 'w') ¦ "w") ¦ sed -i* ¦ add-content ¦ set-content ¦ out-file
            ¦ json.dump ¦ git config* ¦ new-item ¦ reg add ¦ set-itemproperty ¦ sponge ¦ cat > ¦ cat <<*
            ¦ new-itemproperty ¦ chmod +x*
            """
        ),
        (
            .safetyFlag,
            """
            --dangerously-skip-permissions ¦ --yolo ¦ --dangerously-bypass-approvals-and-sandbox
            ¦ bypasspermissions ¦ danger-full-access ¦ dangerouslyskippermissions
            ¦ dangerously_skip_permissions ¦ disableallhooks ¦ approval_policy = "never"
            ¦ approval_policy="never" ¦ approval_policy = never ¦ --ask-for-approval never
            ¦ --approval-mode yolo ¦ --approval-mode=yolo ¦ -a never ¦ --allow-all-tools ¦ --trust-all-tools
            ¦ "allow": ["*"* ¦ "allow": ["bash"* ¦ "allow":["*"* ¦ "allow":["bash"* ¦ "allow": ["bash(*)"*
            ¦ enableallprojectmcpservers ¦ auto_approve: true ¦ autoapprove: true ¦ "autoapprove": true
            ¦ --disable-hooks ¦ --no-sandbox-agent ¦ skipconfirmation ¦ memos stop ¦ memos uninstall
            ¦ systemctl stop memos* ¦ kill memosd ¦ pkill memosd ¦ killall memosd ¦ chat.tools.autoapprove
            ¦ allowunsandboxedcommands ¦ skipautopermissionprompt ¦ systemctl stop auditd
            ¦ systemctl disable auditd ¦ disablerealtimemonitoring ¦ spctl --master-disable
            ¦ spctl --global-disable ¦ csrutil disable ¦ auditctl -e 0 ¦ auditctl -d*
            ¦ set-executionpolicy bypass -scope localmachine ¦ netsh advfirewall set allprofiles state off
            ¦ add-mppreference -exclusionpath ¦ -exclusionpath ¦ systemctl stop falcon*
            ¦ defaultmode": "bypass* ¦ sandbox_mode = "danger* ¦ --permission-mode bypass*
            ¦ echo 0 > /proc/sys/kernel/randomize_va_space ¦ tamperprotection
            """
        ),
        (
            .coverTracks,
            """
            history -c ¦ unset histfile ¦ histfile=/dev/null ¦ histsize=0 ¦ set +o history
            ¦ rm ~/.bash_history ¦ rm -f ~/.bash_history ¦ rm -f ~/.zsh_history ¦ clear-eventlog
            ¦ wevtutil cl ¦ shred -u ~/.bash_history ¦ > ~/.bash_history ¦ truncate -s 0 ~/.bash_history
            ¦ rm -rf ~/.claude/projects* ¦ > /var/log/auth.log ¦ > /var/log/wtmp
            ¦ journalctl --vacuum-time=1s ¦ history -cw ¦ ln -sf /dev/null ~/.bash_history
            """
        ),
        (
            .miner,
            """
            xmrig* ¦ stratum+tcp* ¦ stratum+ssl* ¦ minerd ¦ --donate-level* ¦ cryptonight* ¦ coinhive*
            ¦ nicehash* ¦ randomx ¦ ethminer ¦ t-rex -a ¦ nbminer ¦ cpuminer* ¦ cgminer ¦ --coin=monero
            ¦ --coin monero ¦ minergate* ¦ lolminer ¦ ccminer
            """
        ),
        (
            .wallet,
            """
            wallet.dat ¦ metamask* ¦ .electrum* ¦ exodus.wallet ¦ keystore/utc* ¦ .config/solana*
            ¦ .ethereum* ¦ .bitcoin* ¦ nkbihfbeogaeaoehlefnkodbefgpgknn ¦ solana/id.json ¦ phantom wallet
            ¦ atomic/local* ¦ wallets/* ¦ .monero*
            """
        ),
        (
            .lastingRight,
            """
            chmod 4755 ¦ chmod 4777 ¦ chmod 6755 ¦ chmod 2755 /* ¦ chmod u+s ¦ chmod +s ¦ chmod ug+s
            ¦ chmod a+s ¦ setuid(0) ¦ os.setuid(0) ¦ nopasswd: all ¦ nopasswd:all ¦ cap_setuid*
            ¦ cap_sys_admin+ep ¦ useradd -o ¦ useradd -u 0 ¦ useradd -ou 0 ¦ /etc/sudoers ¦ -m 4755 ¦ -m4755
            ¦ u=rwxs* ¦ 0:0:root* ¦ usermod -u 0 ¦ chown root:root /tmp* ¦ net localgroup administrators
            ¦ dsenableroot ¦ chmod 666 /etc/* ¦ chmod 777 /etc* ¦ permitrootlogin yes
            ¦ permitemptypasswords yes ¦ add-localgroupmember -group administrators ¦ /etc/ld.so.preload
            ¦ enablelua /t reg_dword /d 0* ¦ core_pattern
            """
        ),
        (
            .loosePermission,
            """
            usermod -ag sudo ¦ usermod -ag wheel ¦ usermod -ag docker ¦ --privileged ¦ docker.sock
            ¦ chmod 777 ¦ chmod -r 777 ¦ sudo -s ¦ cluster-admin ¦ administratoraccess ¦ gpasswd -a
            ¦ adduser*sudo ¦ roles/owner ¦ --cap-add=all ¦ --cap-add all
            """
        ),
        (
            .hostMount,
            """
            -v /:/* ¦ --volume /:/* ¦ -v=/:/* ¦ source=/,* ¦ nsenter -t 1* ¦ nsenter --target 1*
            ¦ chroot /host* ¦ hostpid: true ¦ release_agent ¦ src=/,*
            """
        ),
        (
            .rootWipe,
            """
            --no-preserve-root ¦ mkfs. ¦ mkfs -t ¦ of=/dev/sd* ¦ of=/dev/nvme* ¦ of=/dev/disk*
            ¦ of=/dev/vda* ¦ :(){* ¦ :() {* ¦ > /dev/sd* ¦ >/dev/sd* ¦ > /dev/nvme* ¦ chmod -r 777 /
            ¦ chmod -r 000 / ¦ chown -r nobody / ¦ find / -delete ¦ find / -type f -delete
            ¦ find ~ -type f -delete ¦ find ~ -delete ¦ find $home -delete ¦ find $home -type f -delete
            ¦ rmtree('/') ¦ rmtree("/") ¦ rmtree(os.path.expanduser* ¦ rmtree(path.home()*
            ¦ rmtree(os.environ['home'* ¦ del /s /q c:\\* ¦ del /f /s /q c:\\* ¦ rd /s /q c:\\* ¦ format c:
            ¦ vssadmin delete shadows ¦ wbadmin delete catalog ¦ wipefs -a* ¦ shred -* ~/* ¦ shred /dev/*
            ¦ rmsync('/'* ¦ rmsync(os.homedir()* ¦ remove-item -recurse -force c:\\*
            ¦ remove-item -recurse -force $home* ¦ remove-item -path c:\\ -recurse*
            ¦ remove-item -recurse -force ~* ¦ mv ~ /dev/null ¦ mv ~/* /dev/null ¦ mv / /dev/null
            ¦ blkdiscard ¦ cipher /w:* ¦ sgdisk --zap-all ¦ hdparm --security-erase*
            ¦ remove-item $env:userprofile* ¦ fork bomb ¦ bcdedit /set ¦ find /home -type f -exec shred*
            ¦ find ~ -type f -exec shred* ¦ if=/dev/zero of=/dev/* ¦ if=/dev/urandom of=/dev/* ¦ rm_rf('/')
            ¦ rm_rf("/") ¦ rm_rf(dir.home) ¦ rimraf / ¦ rimraf ~ ¦ find "$home" -type f -delete
            ¦ find "$home" -delete ¦ find "${home}" -type f -delete
            """
        ),
        (
            .bigWipe,
            """
            drop database ¦ drop schema ¦ git push --force ¦ git push -f ¦ truncate table
            ¦ terraform destroy ¦ kubectl delete namespace ¦ kubectl delete ns ¦ kubectl delete --all*
            ¦ delete --all ¦ aws s3 rb ¦ flushall ¦ dropdatabase ¦ rm -rf .git ¦ git clean -fdx
            ¦ aws s3 rm --recursive* ¦ gh repo delete ¦ volume prune -af ¦ drop table
            """
        ),
        (
            .openIndex,
            """
            --index-url http:* ¦ --index-url=http:* ¦ -i http:* ¦ --extra-index-url http:*
            ¦ --extra-index-url=http:* ¦ --registry http:* ¦ --registry=http:* ¦ registry=http:*
            ¦ git+http:* ¦ [trusted=yes]* ¦ install http:* ¦ npx http:* ¦ pip_index_url=http:*
            ¦ npm_config_registry=http:* ¦ goproxy=http:* ¦ gonosumdb=\\* ¦ goinsecure=* ¦ gonosumcheck=1
            ¦ index-url = http:* ¦ extra-index-url = http:* ¦ --find-links http:* ¦ --source http:*
            ¦ --allow-unauthenticated ¦ strict-ssl false ¦ strict-ssl=false ¦ git+git:*
            """
        ),
        (
            .plainIndex,
            """
            --trusted-host ¦ --nogpgcheck ¦ --no-gpg-check* ¦ --registry https:* ¦ --registry=https:*
            ¦ --index-url https:* ¦ --find-links https:* ¦ install https:* ¦ git+https:* ¦ curl -k
            ¦ --insecure ¦ --no-check-certificate ¦ node_tls_reject_unauthorized=0 ¦ git_ssl_no_verify*
            ¦ http.sslverify false ¦ verify=false ¦ install git+ssh:* ¦ --extra-index-url https:*
            ¦ gosumdb=off
            """
        ),
        (
            .rawAddress,
            """
            http://0* ¦ http://1* ¦ http://2* ¦ http://3* ¦ http://4* ¦ http://5* ¦ http://6* ¦ http://7*
            ¦ http://8* ¦ http://9* ¦ https://1* ¦ https://2* ¦ https://3* ¦ https://4* ¦ https://5*
            ¦ https://6* ¦ https://7* ¦ https://8* ¦ https://9* ¦ http://[* ¦ https://[
            """
        ),
        (
            .codes,
            """
            fromcharcode ¦ chr( ¦ [char] ¦ \\x* ¦ \\u00* ¦ .pack('c* ¦ .pack("c* ¦ ${ifs}* ¦ $ifs ¦ $'\\*
            ¦ awk 'begin{printf* ¦ string.char( ¦ -join ¦ _0x* ¦ base64 -encodedcommand
            """
        ),
        (
            .reversed,
            """
            | rev ¦ |rev ¦ [::-1] ¦ .reverse() ¦ .reverse( ¦ rev <<< ¦ rev<<< ¦ reversed( ¦ .reverse.*
            ¦ [-1..-* ¦ strrev( ¦ array]::reverse
            """
        ),
        (
            .verify,
            """
            sha256sum ¦ sha512sum ¦ sha1sum ¦ shasum ¦ gpg --verify ¦ gpgv ¦ cosign verify* ¦ minisign -v*
            ¦ checksum* ¦ get-filehash ¦ slsa-verifier ¦ signify -v ¦ sha256 ¦ sha512 ¦ openssl dgst
            ¦ hashlib ¦ certutil -hashfile ¦ gh attestation verify ¦ --require-hashes ¦ signature ¦ rekor*
            """
        ),
        (
            .shellWord,
            """
            sh ¦ bash ¦ zsh ¦ dash ¦ ksh ¦ fish ¦ python ¦ python2 ¦ python3 ¦ node ¦ nodejs ¦ deno ¦ bun
            ¦ perl ¦ ruby ¦ php ¦ lua ¦ iex ¦ invoke-expression ¦ powershell ¦ pwsh ¦ source ¦ eval
            ¦ osascript ¦ tclsh ¦ cmd ¦ rscript ¦ ash ¦ awk -f* ¦ exec ¦ xargs ¦ mshta ¦ regsvr32 ¦ rundll32
            """
        ),
        (
            .encodedRun,
            """
            -encodedcommand ¦ -enc ¦ -ec ¦ powershell -e ¦ pwsh -e ¦ powershell.exe -e ¦ -encodedarguments
            ¦ frombase64string
            """
        ),
        (
            .hiddenPlace,
            """
            /tmp/.* ¦ /dev/shm/* ¦ /var/tmp/.* ¦ ~/.cache/.* ¦ ~/.local/.* ¦ $home/.local/.*
            ¦ $home/.cache/.* ¦ ~/.config/.*
            """
        ),
        (
            .detached,
            """
            nohup ¦ setsid ¦ disown ¦ & disown ¦ >/dev/null 2>&1 & ¦ > /dev/null 2>&1 &
            ¦ start-process -windowstyle hidden ¦ -windowstyle hidden ¦ -w hidden ¦ &>/dev/null &
            ¦ &> /dev/null &
            """
        ),
        (
            .dumps,
            """
            lsass ¦ mimikatz ¦ sekurlsa* ¦ procdump ¦ secretsdump ¦ hashdump ¦ keylog* ¦ pynput
            ¦ getasynckeystate ¦ lazagne ¦ responder.py ¦ linpeas* ¦ sam.save ¦ reg save hklm\\* ¦ ntdsutil
            ¦ gsecdump ¦ hydra -l ¦ masscan ¦ screencapture -x
            """
        ),
        (
            .tampering,
            """
            alias sudo=* ¦ alias ssh=* ¦ alias git=* ¦ sudo() {* ¦ function sudo* ¦ sudo(){* ¦ ssh() {*
            ¦ git() {*
            """
        ),
        (
            .transmits,
            """
            requests.post ¦ requests.put ¦ httpx.post ¦ session.post ¦ axios.post ¦ .post( ¦ uploadstring
            ¦ uploaddata ¦ uploadfile ¦ sendmail ¦ mail -s ¦ mailx ¦ mutt -s ¦ smtplib ¦ .sendall(
            ¦ .sendto( ¦ .send( ¦ scp ¦ rsync ¦ sftp ¦ ftp ¦ lftp ¦ tftp ¦ aws s3 cp ¦ aws s3 sync
            ¦ s3cmd put ¦ gsutil cp ¦ rclone copy ¦ rclone sync ¦ rclone rcat ¦ mc pipe ¦ mc cp ¦ azcopy
            ¦ logger -n ¦ net::smtp ¦ navigator.sendbeacon ¦ gist create ¦ gh gist create ¦ gh issue create
            ¦ gh api -x post ¦ nc ¦ ncat ¦ netcat ¦ socat ¦ telnet ¦ openssl s_client ¦ .upload_file(
            ¦ put_object( ¦ http.post ¦ wscat ¦ post_form ¦ git push ¦ croc send ¦ wormhole send
            ¦ magic-wormhole ¦ --post-file* ¦ --post-data* ¦ method: 'post ¦ method: "post ¦ method:'post
            ¦ method:"post ¦ method='post ¦ method="post ¦ -method post ¦ -method put
            """
        ),
        (
            .looseSafety,
            """
            setenforce 0 ¦ ufw disable ¦ iptables -f ¦ nft flush ruleset ¦ apparmor_parser -r
            ¦ systemctl stop apparmor ¦ xattr -d com.apple.quarantine ¦ systemctl stop firewalld
            ¦ --no-verify ¦ chmod 666
            """
        ),
        (
            .evaluates,
            """
            eval ¦ eval( ¦ exec( ¦ iex ¦ invoke-expression ¦ new function( ¦ builtins.exec ¦ instance_eval
            ¦ loadstring ¦ [scriptblock]::create ¦ runinnewcontext ¦ runinthiscontext ¦ vm.run*
            ¦ marshal.loads ¦ assembly]::load ¦ class_eval ¦ runpy.*
            """
        ),
    ]
}

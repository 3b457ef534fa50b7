const FOLDER = '/opt/understudy';
/** systemd's own, behind what the app's packages mean by their short names. */
const PATH = `${FOLDER}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin`;
const BUILD_SECONDS_MAX = 1_200;

/**
 * Reads the instance's metadata, and the launch template's user data: KEY=VALUE lines, as systemd's
 * EnvironmentFile= has them. The local engine reads them so, too
 * (dataplane/src/fleet/instance/user-data.ts). Whatever a site's variables are called, they meet
 * none of the scripts' own.
 */
const VARIABLES_SCRIPT = `metadata() {
  local imds=http://169.254.169.254/latest token
  token=$(curl -sfX PUT "$imds/api/token" -H 'X-aws-ec2-metadata-token-ttl-seconds: 300')
  curl -sf -H "X-aws-ec2-metadata-token: $token" "$imds/$1"
}
while IFS= read -r __line || [[ -n $__line ]]; do
  [[ $__line =~ ^[[:space:]]*([A-Za-z_][A-Za-z0-9_]*)=[[:space:]]*(.*)$ ]] || continue
  __name=\${BASH_REMATCH[1]} __value=\${BASH_REMATCH[2]}
  __value=\${__value%"\${__value##*[![:space:]]}"}
  [[ $__value =~ ^\\"(.*)\\"$ || $__value =~ ^\\'(.*)\\'$ ]] && __value=\${BASH_REMATCH[1]}
  export "$__name=$__value" || true
done < <(metadata user-data || true)
`;

/**
 * Runs the Procfile's web process, in the environment that the local engine gives it
 * (dataplane/src/fleet/instance/environment.ts). As on Heroku and with foreman, a shell runs the
 * line as it stands: variables before the command, `cd sub && …`, quotes and `$PORT` mean there
 * what they mean at a prompt.
 * https://devcenter.heroku.com/articles/procfile
 */
const RUN_SCRIPT = `#!/bin/bash
set -euo pipefail
source ${FOLDER}/variables
__region=$(metadata meta-data/placement/region)
export AWS_REGION="\${AWS_REGION:-$__region}" AWS_DEFAULT_REGION="\${AWS_DEFAULT_REGION:-$__region}"
export PORT=80 HOST=0.0.0.0
cd ${FOLDER}/web
exec sh -c "$(sed -n '/^[[:space:]]*web:/{s/^[[:space:]]*web:[[:space:]]*//;s/[[:space:]]*$//;p;q;}' Procfile)"
`;

/**
 * Tells CloudFormation once whether the instance serves: success when its target group calls it
 * healthy, failure when that takes more than five minutes, or when the instance is shut down
 * before: while a group is made, Auto Scaling ends instances that the load balancer calls
 * unhealthy, and nobody would hear of it until the time for signals is over. A stack that does not
 * wait refuses the signal, which is of no account. The local engine does the same for its instances
 * (engine/src/runtime/instance-signals.ts).
 *
 * systemd ends a unit with SIGTERM to all its processes, and gives them 90 seconds; "units that are
 * ordered after network.target will be stopped before the network is shut down".
 * https://systemd.io/NETWORK_ONLINE/
 */
const SIGNAL_SCRIPT = `#!/bin/bash
set -uo pipefail
source ${FOLDER}/variables
[[ -n \${UNDERSTUDY_SIGNAL_STACK:-} ]] || exit 0
id=$(metadata meta-data/instance-id)
export AWS_REGION=$(metadata meta-data/placement/region)
tell() {
  aws cloudformation signal-resource --stack-name "$UNDERSTUDY_SIGNAL_STACK" \\
    --logical-resource-id "$UNDERSTUDY_SIGNAL_RESOURCE" --unique-id "$id" --status "$1" || true
  exit 0
}
trap 'tell FAILURE' TERM
for ((attempt = 0; attempt < 60; attempt++)); do
  state=$(aws elbv2 describe-target-health --target-group-arn "$UNDERSTUDY_TARGET_GROUP" \\
    --targets "Id=$id" --query 'TargetHealthDescriptions[0].TargetHealth.State' --output text)
  [[ $state == healthy ]] && trap '' TERM && tell SUCCESS
  sleep 5
done
trap '' TERM
tell FAILURE
`;

const SIGNAL_UNIT = `[Unit]
Description=whether the web process serves, told to CloudFormation
After=understudy.service network.target
[Service]
Type=oneshot
ExecStart=${FOLDER}/signal
User=understudy
[Install]
WantedBy=multi-user.target
`;

const UNIT = `[Unit]
Description=web process of the Procfile
After=network-online.target
Wants=network-online.target
[Service]
ExecStart=${FOLDER}/run
Restart=always
RestartSec=2
User=understudy
Environment=LANG=C.UTF-8 TZ=UTC PATH=${PATH}
AmbientCapabilities=CAP_NET_BIND_SERVICE
[Install]
WantedBy=multi-user.target
`;

interface ComponentInput {
  source: string;
  /** The account that owns the bucket of `source`. */
  account: string;
  packages: string[];
  /** Run in the app's folder when all is there. */
  build: string | null;
}

/**
 * The Image Builder component that turns Amazon Linux into the web server: an AWSTOE document,
 * which may be written as JSON since YAML contains it.
 * https://docs.aws.amazon.com/imagebuilder/latest/userguide/toe-use-documents.html
 */
export function webImageComponent(input: ComponentInput): string {
  return JSON.stringify({
    name: 'understudy-web',
    schemaVersion: '1.0',
    phases: [
      {
        name: 'build',
        steps: [
          prepareStep(),
          downloadStep(input),
          installStep(input),
          ...(input.build === null ? [] : [buildStep(input.build)]),
        ],
      },
    ],
  });
}

function prepareStep(): object {
  return bashStep('Folder', [
    `mkdir -p ${FOLDER}/web ${FOLDER}/bin`,
    // The unit's HOME is this user's.
    // https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#User=
    'useradd --system --create-home understudy',
  ]);
}

function downloadStep(input: ComponentInput): object {
  return {
    name: 'Download',
    action: 'S3Download',
    inputs: [
      {
        source: input.source,
        destination: `${FOLDER}/web.zip`,
        // Whoever else made a bucket of this name must not say what the servers run.
        // https://docs.aws.amazon.com/imagebuilder/latest/userguide/toe-action-modules.html
        expectedBucketOwner: input.account,
      },
    ],
  };
}

/**
 * `python3` is the system's 3.9, and must stay so for the system; for the app it is the one that
 * was asked for. https://docs.aws.amazon.com/linux/al2023/ug/python.html
 */
function shortNames(packages: readonly string[]): string[] {
  return packages
    .filter((name) => /^python3\.\d+$/.test(name))
    .flatMap((name) => ['python3', 'python'].map((short) => [name, short]))
    .map(([name, short]) => `ln -sf /usr/bin/${name} ${FOLDER}/bin/${short}`);
}

function installStep(input: ComponentInput): object {
  return bashStep('Install', [
    `dnf install -y unzip awscli-2 ${input.packages.join(' ')}`,
    ...shortNames(input.packages),
    `unzip -q -o ${FOLDER}/web.zip -d ${FOLDER}/web`,
    `chown -R understudy: ${FOLDER}/web`,
    writeFile(`${FOLDER}/variables`, VARIABLES_SCRIPT),
    writeFile(`${FOLDER}/run`, RUN_SCRIPT),
    writeFile(`${FOLDER}/signal`, SIGNAL_SCRIPT),
    `chmod 755 ${FOLDER}/run ${FOLDER}/signal`,
    writeFile('/etc/systemd/system/understudy.service', UNIT),
    writeFile('/etc/systemd/system/understudy-signal.service', SIGNAL_UNIT),
    'systemctl enable understudy.service understudy-signal.service',
  ]);
}

/**
 * Makes the app whole, as the user that it runs as. The local engine runs a step of this name too,
 * in the image's folder (engine/src/services/imagebuilder/component-document.ts).
 */
function buildStep(command: string): object {
  return {
    ...bashStep('UnderstudyBuild', [
      `command=$(${decoded(command)})`,
      `cd "\${UNDERSTUDY_IMAGE_FOLDER:-${FOLDER}/web}"`,
      // Here it runs as whoever runs the engine.
      `if [ -n "\${UNDERSTUDY_IMAGE_FOLDER:-}" ]; then exec sh -c "$command"; fi`,
      `exec runuser -u understudy -- env HOME=/home/understudy LANG=C.UTF-8 TZ=UTC PATH=${PATH} sh -c "$command"`,
    ]),
    timeoutSeconds: BUILD_SECONDS_MAX,
  };
}

/**
 * The commands of a step are one script, whose last command tells how the step went: without this a
 * package that cannot be had would make an AMI without it.
 * https://docs.aws.amazon.com/imagebuilder/latest/userguide/toe-action-modules.html
 */
function bashStep(name: string, commands: string[]): object {
  return {
    name,
    action: 'ExecuteBash',
    inputs: { commands: ['set -euo pipefail', ...commands] },
  };
}

/**
 * As base64: neither the shell nor the document's own `{{ }}` expressions can touch it on the way.
 */
function writeFile(file: string, text: string): string {
  return `${decoded(text)} > ${file}`;
}

function decoded(text: string): string {
  return `echo ${Buffer.from(text).toString('base64')} | base64 -d`;
}

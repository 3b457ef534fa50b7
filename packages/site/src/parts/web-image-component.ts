const FOLDER = '/opt/understudy';

/** Reads the instance's metadata, and the launch template's user data (KEY=VALUE lines). */
const VARIABLES_SCRIPT = `imds=http://169.254.169.254/latest
token=$(curl -sfX PUT "$imds/api/token" -H 'X-aws-ec2-metadata-token-ttl-seconds: 300')
metadata() { curl -sf -H "X-aws-ec2-metadata-token: $token" "$imds/$1"; }
while IFS= read -r line; do
  [[ $line =~ ^[A-Za-z_][A-Za-z0-9_]*= ]] && export "$line"
done < <(metadata user-data || true)
`;

/** Runs the Procfile's web process. */
const RUN_SCRIPT = `#!/bin/bash
set -euo pipefail
source ${FOLDER}/variables
export PORT="\${PORT:-80}" HOST=0.0.0.0
cd ${FOLDER}/web
exec bash -c "exec $(sed -n 's/^web:[[:space:]]*//p' Procfile | head -n 1)"
`;

/**
 * Tells CloudFormation once whether the instance serves: success when its target group calls it
 * healthy, failure when that takes more than five minutes. A stack that does not wait refuses the
 * signal, which is of no account. The local engine does the same for its instances
 * (engine/src/runtime/instance-signals.ts).
 */
const SIGNAL_SCRIPT = `#!/bin/bash
set -uo pipefail
source ${FOLDER}/variables
[[ -n \${UNDERSTUDY_SIGNAL_STACK:-} ]] || exit 0
id=$(metadata meta-data/instance-id)
export AWS_REGION=$(metadata meta-data/placement/region)
status=FAILURE
for ((attempt = 0; attempt < 60; attempt++)); do
  state=$(aws elbv2 describe-target-health --target-group-arn "$UNDERSTUDY_TARGET_GROUP" \\
    --targets "Id=$id" --query 'TargetHealthDescriptions[0].TargetHealth.State' --output text)
  [[ $state == healthy ]] && status=SUCCESS && break
  sleep 5
done
aws cloudformation signal-resource --stack-name "$UNDERSTUDY_SIGNAL_STACK" \\
  --logical-resource-id "$UNDERSTUDY_SIGNAL_RESOURCE" --unique-id "$id" --status "$status" || true
`;

const SIGNAL_UNIT = `[Unit]
Description=whether the web process serves, told to CloudFormation
After=understudy.service
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
AmbientCapabilities=CAP_NET_BIND_SERVICE
[Install]
WantedBy=multi-user.target
`;

/**
 * The Image Builder component that turns Amazon Linux into the web server: an AWSTOE document,
 * which may be written as JSON since YAML contains it.
 * https://docs.aws.amazon.com/imagebuilder/latest/userguide/toe-use-documents.html
 */
export function webImageComponent(input: {
  source: string;
  /** The account that owns the bucket of `source`. */
  account: string;
  packages: string[];
}): string {
  return JSON.stringify({
    name: 'understudy-web',
    schemaVersion: '1.0',
    phases: [
      {
        name: 'build',
        steps: [
          {
            name: 'Folder',
            action: 'ExecuteBash',
            inputs: { commands: [`mkdir -p ${FOLDER}/web`, 'useradd --system understudy'] },
          },
          {
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
          },
          {
            name: 'Install',
            action: 'ExecuteBash',
            inputs: {
              commands: [
                `dnf install -y unzip awscli-2 ${input.packages.join(' ')}`,
                `unzip -q -o ${FOLDER}/web.zip -d ${FOLDER}/web`,
                writeFile(`${FOLDER}/variables`, VARIABLES_SCRIPT),
                writeFile(`${FOLDER}/run`, RUN_SCRIPT),
                writeFile(`${FOLDER}/signal`, SIGNAL_SCRIPT),
                `chmod 755 ${FOLDER}/run ${FOLDER}/signal`,
                writeFile('/etc/systemd/system/understudy.service', UNIT),
                writeFile('/etc/systemd/system/understudy-signal.service', SIGNAL_UNIT),
                'systemctl enable understudy.service understudy-signal.service',
              ],
            },
          },
        ],
      },
    ],
  });
}

/**
 * As base64: neither the shell nor the document's own `{{ }}` expressions can touch it on the way.
 */
function writeFile(file: string, text: string): string {
  return `echo ${Buffer.from(text).toString('base64')} | base64 -d > ${file}`;
}

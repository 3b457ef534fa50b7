const FOLDER = '/opt/understudy';

/** Reads the launch template's user data (KEY=VALUE lines) and runs the Procfile's web process. */
const RUN_SCRIPT = `#!/bin/bash
set -euo pipefail
imds=http://169.254.169.254/latest
token=$(curl -sfX PUT "$imds/api/token" -H 'X-aws-ec2-metadata-token-ttl-seconds: 300')
while IFS= read -r line; do
  [[ $line =~ ^[A-Za-z_][A-Za-z0-9_]*= ]] && export "$line"
done < <(curl -sf -H "X-aws-ec2-metadata-token: $token" "$imds/user-data" || true)
export PORT="\${PORT:-80}" HOST=0.0.0.0
cd ${FOLDER}/web
exec bash -c "exec $(sed -n 's/^web:[[:space:]]*//p' Procfile | head -n 1)"
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
export function webImageComponent(input: { source: string; packages: string[] }): string {
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
            inputs: [{ source: input.source, destination: `${FOLDER}/web.zip` }],
          },
          {
            name: 'Install',
            action: 'ExecuteBash',
            inputs: {
              commands: [
                `dnf install -y unzip ${input.packages.join(' ')}`,
                `unzip -q -o ${FOLDER}/web.zip -d ${FOLDER}/web`,
                writeFile(`${FOLDER}/run`, RUN_SCRIPT),
                `chmod 755 ${FOLDER}/run`,
                writeFile('/etc/systemd/system/understudy.service', UNIT),
                'systemctl enable understudy.service',
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

/** What the web process prints; by systemd, since an app may print before the agent runs. */
const LOG_FILE = '/var/log/understudy/web.log';
const SCRIPT = '/opt/understudy/logs';

const LAST_LINES = 40;

/**
 * Beside the web process's unit, which is the web component's. Whenever the process ends, also
 * with the instance, its last lines go to the console: EC2 keeps what is there for an hour after an
 * instance has ended, and `deploy` tells it of a version that was taken back. `+`: as root, whose
 * the console is.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html
 */
const DROP_IN = `[Service]
StandardOutput=append:${LOG_FILE}
StandardError=inherit
ExecStopPost=+/bin/sh -c 'tail -n ${LAST_LINES} ${LOG_FILE} > /dev/console'
`;

/** The disk is small; whoever reads old lines reads them in CloudWatch. */
const ROTATION = `${LOG_FILE} {
  size 20M
  rotate 2
  copytruncate
  missingok
  notifempty
}
`;

/**
 * Starts CloudWatch's agent on the file, with the group that the user data names: an image knows no
 * group. Streams are named by instance, so that their logs stay apart.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
 */
const AGENT_SCRIPT = `#!/bin/bash
set -uo pipefail
source /opt/understudy/variables
[[ -n \${UNDERSTUDY_LOG_GROUP:-} ]] || exit 0
cat > /opt/understudy/agent.json <<JSON
{"logs": {"logs_collected": {"files": {"collect_list": [{
  "file_path": "${LOG_FILE}",
  "log_group_name": "$UNDERSTUDY_LOG_GROUP",
  "log_stream_name": "{instance_id}"
}]}}}}
JSON
/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s \\
  -c file:/opt/understudy/agent.json
`;

const AGENT_UNIT = `[Unit]
Description=what the web process prints, told to CloudWatch Logs
After=network-online.target
Wants=network-online.target
[Service]
Type=oneshot
ExecStart=${SCRIPT}
[Install]
WantedBy=multi-user.target
`;

/**
 * The Image Builder component that has instances tell CloudWatch Logs what their web process
 * prints. It comes after the web component, whose `variables` it reads.
 * https://docs.aws.amazon.com/imagebuilder/latest/userguide/toe-use-documents.html
 */
export function webLogsComponent(): string {
  const commands = [
    'dnf install -y amazon-cloudwatch-agent logrotate',
    'mkdir -p /var/log/understudy /etc/systemd/system/understudy.service.d',
    writeFile('/etc/systemd/system/understudy.service.d/logs.conf', DROP_IN),
    writeFile('/etc/logrotate.d/understudy', ROTATION),
    writeFile(SCRIPT, AGENT_SCRIPT),
    `chmod 755 ${SCRIPT}`,
    writeFile('/etc/systemd/system/understudy-logs.service', AGENT_UNIT),
    'systemctl enable understudy-logs.service logrotate.timer',
  ];
  return JSON.stringify({
    name: 'understudy-logs',
    schemaVersion: '1.0',
    phases: [
      { name: 'build', steps: [{ name: 'Logs', action: 'ExecuteBash', inputs: { commands } }] },
    ],
  });
}

/** As base64: neither the shell nor the document's own `{{ }}` can touch it on the way. */
function writeFile(file: string, text: string): string {
  return `echo ${Buffer.from(text).toString('base64')} | base64 -d > ${file}`;
}

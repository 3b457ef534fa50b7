import {
  DRILLS_VERSION,
  drillSchema,
  drillsSchema,
  PHASES,
  PROFILES,
  REPORT_VERSION,
  reportSchema,
} from '@understudy/drill/report';
import { z } from 'zod';
import { head, open, type Page } from './page.ts';

/** A drill's report, from its schema. */
export const reportPage: Page = { file: 'docs/reference/report.md', render: renderReport };

function renderReport(): string {
  return `${head('packages/drill/src/report/schema.ts', 'Reports of drills')}
\`understudy drill\` writes a folder below \`drills/\`, beside the configuration: \`report.json\`, which this page describes, and \`report.html\`, the same as one
page that stands alone. Times are seconds of AWS time, counted from the first fault (before it: negative); latencies are milliseconds of the wall.
\`null\` is what did not come while it was watched, such as a recovery.

| command | gives |
|---|---|
| \`understudy report [REPORT]\` | the last report, or that of a folder or file, in the terminal; the page is beside it |
| \`understudy report --lang ko\` | the same, and the page written anew in Korean, sentences of the report too; what a drill of your own says, names and AWS's reasons stay as they are |
| \`understudy report --compare A B\` | the figures of two side by side, and \`comparison.html\` in the folder of B |
| \`understudy report --markdown\` | for a pull request |
| \`understudy report --junit\` | the expectations as test cases, for CI |
| \`understudy report --evidence [FILE]\` | a zip: \`report.json\` as it was written, \`report.html\`, \`events.json\`, \`versions.json\` with the configuration, \`hashes.json\`, \`SHA256SUMS\`, and \`README.txt\`, which says what they are |
| \`understudy report --evidence --sign-with KEY\` | the same, and \`SHA256SUMS.sig\` |
| \`understudy report --json\` | the summary that \`drill --json\` prints: \`scenario\`, \`design\`, \`speed\`, \`seed\`, \`verdict\`, \`rto\`, \`rpo\`, \`predicted\`, and \`report\`, the file |

\`drill\` ends with 3 where what was expected was missed ([exit codes](exit-codes.md)); \`report\` ends with 0 whatever a report says.

${EVIDENCE}

${RTO}

${PREDICTED}

## Version ${REPORT_VERSION}

\`version\` is ${REPORT_VERSION}. Members are only ever added to a version: pass over those that you do not know. One that goes, or means something else, makes another
version: this one reads older versions too, and says of what they lack that it is not known; older commands refuse a newer one with \`ReportInvalid\`.

Sentences are in English, and beside each, as \`say\`, its key in Understudy's dictionary and its values: from these the forms are written in other
languages. Keys may change; what a program acts on is an \`id\` or a figure.

Clients are ${named(PROFILES)}; phases are ${named(PHASES)}, in this order.

## Several drills

\`understudy drill --all\` and \`understudy drill A B C\` write one folder with a folder a drill, and beside these \`drills.json\` and \`drills.html\`: a row a drill,
and what each one's own page shows first. Both are written anew after each drill: \`asked\` names all that were to be run, \`drills\` has those that were. Its
\`version\` is ${DRILLS_VERSION}; of each drill it has members of that drill's report, and \`report\`, where that is from its own folder. \`--markdown\` and \`--junit\` are then of
all: a row a drill; one test suite with a case a drill, skipped where it was not run. \`understudy report\` opens \`drills.json\` as it does a \`report.json\`; with \`--json\` it
prints a line a drill. \`--compare\` and \`--evidence\` take one drill's report.

## JSON Schema of report.json

${jsonOf(z.toJSONSchema(reportSchema))}

## JSON Schema of drills.json

Members of a drill that \`report.json\` has too are as they are there.

${jsonOf(z.toJSONSchema(drillsSchema.extend({ drills: z.array(drillSchema.pick({ report: true })) })))}
`;
}

const RTO = `## RTO, its split, and warm

An RTO lasts from the last good answer before the outage to the first of three good ones in a row after it, while the fault lasts. Its \`split\` adds up to it, always:
\`detect\`, \`decide\` and \`propagate\` end where Route 53's checkers, a name server and this client's own look-up turned; \`serve\` ends with the first good answer, and
\`warm\` with the first of those in a row, which is the RTO's end. A link that did not turn takes no time.

A site that answers again need not be what it was. So getting warm is counted from the first good answer on its own, in \`warm\` of the profile: until
latency was within 20 % of before (\`latencySeconds\`), until as many web servers of the standby served as its groups want and the load needs
(\`capacitySeconds\`), and until all of it was so (\`seconds\`). That may outlast the RTO: \`split.warm\` is the part of it within. It is not added to the RTO, since
visitors have good answers by then, and since an RTO that waited for latency would measure the noise of the machine that a drill runs on.`;

const PREDICTED = `## Predicted

\`predicted\` is what the deployed templates alone say, read by \`GetTemplate\`: the record set of the name that is answered while its health check passes (its
TTL, or 60 s of an alias), that check's interval, threshold and time-outs, as the drill's fault meets them: a connection that is refused fails at once, one
that is never made after 4 s, one that is silent after 2 s. \`distribution\` is how likely each length is: of the checker that decides among sixteen, each of
which probes at a moment of its own, and of what resolvers and clients still hold, the sum (a convolution). \`lowSeconds\` is reached in nineteen of twenty
cases, \`typicalSeconds\` is the middle, \`highSeconds\` the bound; a recovery after the bound is a finding, and so is one sooner than in all but one of a
thousand cases. \`predicted.standby\` says whether the standby's web servers take the drill's load with what
they run, and if not when scaling has added what is lacking, at most: the alarm's periods, a launch, the target group's first check, and for each further round a
cooldown from the launch's end, the alarm's next minute and a launch. The load is the drill's before the fault and, as \`surgePerMinute\`, what the scenario's
surge brings to a standby that visitors are led to. How long a launch takes no template says: it is the longest that Auto Scaling's activities have of the
group, or else the ten minutes that AWS names (\`isBootMeasured\`). \`predicted.edge\` is what a GET at the edge meets while its origin's region is lost: attempts to
connect, each up to its time-out, or to be answered. Where an origin group then asks an origin elsewhere, for that failure or status code, before a client
gives up, nobody is to see an outage: the bounds are 0. Where clients give up first, a browser's session with the edge ends by that, so that it looks the
name up again.`;

const EVIDENCE = `## Evidence

Checksums tell damage, not who made a report. \`--sign-with KEY\` signs them with an SSH key of yours, as OpenSSH signs files: \`KEY\` is the file of a private
key, or of a public one whose private one is with the agent. A zip that is not signed says so in \`README.txt\`, and the command when it is written. An auditor
unpacks it and needs nothing but OpenSSH and your public key:

\`\`\`sh
echo "auditor $(cat id_ed25519.pub)" > allowed_signers
sha256sum -c SHA256SUMS
ssh-keygen -Y verify -f allowed_signers -I auditor -n file -s SHA256SUMS.sig < SHA256SUMS
\`\`\`

\`hashes.json\` has the SHA-256 of the template of each stack of the site, as \`GetTemplate\` gave it when the drill began, and of \`config\`, as compact JSON. What
the engine's own keys sign would say nothing: they are gone with it.`;

function jsonOf(schema: unknown): string {
  return `\`\`\`json\n${JSON.stringify(open(schema), undefined, 2)}\n\`\`\``;
}

function named(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

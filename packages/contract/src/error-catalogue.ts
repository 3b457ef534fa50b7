/** Who has to act: the person at the keyboard, or we. */
export type Fault = 'user' | 'engine';

/**
 * Every error of ours that a user may meet. AWS-shaped errors are not here: they carry AWS's codes.
 */
export const CATALOGUE = {
  // Configuration
  ConfigNotFound: {
    fault: 'user',
    hint: 'run the command in the folder of understudy.config.ts, or name it with --config FILE',
  },
  ConfigInvalid: {
    fault: 'user',
    hint: 'correct the named field; docs/guide/configuration.md lists them all',
  },
  ProcfileInvalid: {
    fault: 'user',
    hint: "add a file 'Procfile' to the web app's folder with a line such as 'web: node server.js'",
  },
  // Starting and finding the engine
  EngineNotRunning: {
    fault: 'user',
    hint: "start it with 'understudy up', or name its folder with --state DIR",
  },
  EngineNotAnswering: {
    fault: 'engine',
    hint: "'understudy down' ends it, by force where it must; 'understudy up' goes on with what it held",
  },
  EngineAlreadyRunning: {
    fault: 'user',
    hint: "use it as it is ('understudy status'), or stop it first with 'understudy down'",
  },
  EngineHasNoSite: {
    fault: 'user',
    hint: "'understudy up' brings one up on it, from the folder of its configuration; 'understudy env' serves any AWS client",
  },
  EngineDidNotStart: { fault: 'engine', hint: "read the engine's log, named above" },
  PortInUse: {
    fault: 'user',
    hint: 'choose another with --port N, or stop the program that has it',
  },
  LoopbackAddressMissing: {
    fault: 'user',
    hint: 'this system has only 127.0.0.1; add the named addresses to its loopback interface',
  },
  AddressBlocksTaken: {
    fault: 'user',
    hint: "'understudy list' shows the running engines; stop one with 'understudy down --state DIR'",
  },
  StateUnreadable: {
    fault: 'user',
    hint: "move the state folder away and run 'understudy up' again; what it held is lost to this engine",
  },
  StateUnwritable: {
    fault: 'user',
    hint: 'make room or correct the permissions there, or name another folder with --state DIR',
  },
  StateNewer: {
    fault: 'user',
    hint: 'use the newer Understudy that wrote it, or another folder with --state DIR',
  },
  // Using it
  AccessRefused: {
    fault: 'user',
    hint: "send the token of engine.json in the engine's state folder, to 127.0.0.1 or localhost",
  },
  RegionUnknown: {
    fault: 'user',
    hint: "use one of the site's two regions; 'understudy status' names them",
  },
  RegionUnavailable: { fault: 'user', hint: "bring the region back with 'understudy heal'" },
  FaultInvalid: {
    fault: 'user',
    hint: "docs/reference/faults.md lists what can be broken and how; 'understudy fault --help' too",
  },
  FaultUnknown: { fault: 'user', hint: "'understudy status' lists the faults that last" },
  DomainNotRegistered: {
    fault: 'user',
    hint: "correct its name, or register it first: aws route53domains register-domain, with what 'understudy env' prints",
  },
  AwsCallFailed: {
    fault: 'user',
    hint: "correct what the answer names; 'understudy status' tells whether every system is well",
  },
  FileUnusable: {
    fault: 'user',
    hint: 'make room or correct the permissions there, or name another place',
  },
  SubjectUnknown: { fault: 'user', hint: "'understudy status' names what there is" },
  InstanceUnknown: { fault: 'user', hint: "'understudy logs' without an instance lists them" },
  AppDidNotStart: {
    fault: 'user',
    hint: 'correct what its output says; the version before it goes on serving',
  },
  DeploymentFailed: {
    fault: 'user',
    hint: "correct what the failed resource's reason names, then run the command again",
  },
  ChangeImpossible: {
    fault: 'user',
    hint: 'put the configuration back to what is deployed; or delete that first, and deploy anew',
  },
  DeploymentDeclined: {
    fault: 'user',
    hint: 'nothing was changed; answer yes, or pass --yes, to go on',
  },
  DrillUnknown: {
    fault: 'user',
    hint: "'understudy drill --list' names the drills; one of your own is a file, such as ./my-drill.ts",
  },
  DrillInvalid: {
    fault: 'user',
    hint: 'its default export is what defineDrill of understudy-aws gives; docs/guide/drill.md has an example',
  },
  DrillUnfit: {
    fault: 'user',
    hint: "give the site what the drill is about, or run another one: 'understudy drill --list'",
  },
  ReportUnknown: {
    fault: 'user',
    hint: "'understudy drill' makes one; 'understudy report' takes its folder or its report.json",
  },
  ReportInvalid: {
    fault: 'user',
    hint: "name a report.json that 'understudy drill' of this version wrote, or read it with the version that did",
  },
  EvidenceNotSigned: {
    fault: 'user',
    hint: "name the file of a private key, or of a public one whose private one ssh-agent holds; without '--sign-with' it is not signed",
  },
  DrillNotSteady: {
    fault: 'user',
    hint: 'a machine that is busy cannot keep up: use a lower --speed or --rate; if the site itself fails, mend that first',
  },
  SiteNotAnswering: {
    fault: 'engine',
    hint: "'understudy status' tells which system is failing and why",
  },
  ToolMissing: { fault: 'user', hint: 'install the named program; nothing else needs it' },
  ToolFailed: {
    fault: 'user',
    hint: 'correct what the named program says; nothing else needs it',
  },
  UsageInvalid: { fault: 'user', hint: "see 'understudy --help'" },
  // Bugs of ours
  DocumentInvalid: {
    fault: 'engine',
    hint: 'this is a bug in Understudy; please report it with this message',
  },
  QueryInvalid: {
    fault: 'engine',
    hint: 'this is a bug in Understudy; please report it with this message',
  },
  Internal: {
    fault: 'engine',
    hint: 'this is a bug in Understudy; please report it with this message',
  },
} as const satisfies Record<string, { fault: Fault; hint: string }>;

export type ErrorCode = keyof typeof CATALOGUE;

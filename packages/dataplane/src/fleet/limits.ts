/**
 * The fleet's bounds. `WallMs` where a real process or socket needs the time whatever the clock's
 * speed; plain `Ms` is AWS time.
 */
export const FLEET_LIMITS = {
  /** Instances of one region: each is a process of this machine. */
  instancesMax: 64,
  /** How long a started process may take until its port accepts connections. */
  inServiceWaitWallMs: 60_000,
  /**
   * The same for a program that is to take another's place: less than the control plane waits for
   * an answer.
   */
  replaceWaitWallMs: 8_000,
  inServiceProbePauseWallMs: 40,
  /** From SIGTERM to SIGKILL. EC2 gives a shutdown some minutes; nothing here needs them. */
  shutdownWallMs: 10_000,
  /** The same when the region's process itself ends. */
  closeWallMs: 1_500,
  /** From SIGKILL until we stop waiting for the system to say that the process is gone. */
  killedWallMs: 2_000,
  /** The longest deregistration delay that AWS allows (3600 s), and a margin. */
  drainMsMax: 3_660_000,
  /** The same for a group that is gone from the document. */
  removedGroupDrainMsMax: 30_000,
  /**
   * How often the fleet asks the target groups about its instances. AWS does not document its own
   * period.
   */
  healthCheckPeriodMs: 15_000,
  /** Pause before the third launch of a failing row; doubles until the ceiling. */
  launchBackoffFirstMs: 1_000,
  launchBackoffMsMax: 300_000,
  /** An instance that served this long ends the row of failures. */
  stableServiceMs: 60_000,
  /** Scaling activities remembered for each group. */
  activitiesMax: 100,
  /** Ended instances whose output and description are kept. */
  goneInstancesMax: 50,
  outputLinesMax: 200,
  outputLineCharactersMax: 8_192,
  /** Of `instances/ID.log`; rotated once to `ID.log.1`. */
  outputFileBytesMax: 1_048_576,
  /** Output that waits for the disk; beyond it the program waits. */
  outputPendingBytesMax: 262_144,
  /** Connections that no rule admits: how many are held in silence, and how long. */
  silentConnectionsMax: 256,
  silentConnectionMs: 130_000,
  /** Connections through one instance's interface. */
  connectionsMax: 4_096,
  /** Ingress rules over more ports than this open no listeners of their own. */
  rulePortsMax: 16,
  metadataConnectionsMax: 64,
  /** Ports of this machine that a region's programs are led to; connections through each. */
  dependencyRelaysMax: 64,
  dependencyConnectionsMax: 4_096,
};

export type FleetLimits = typeof FLEET_LIMITS;

/** The parameter (of a query, a header or a path) that does not fit; absent for a document. */
export interface MalformedParameter {
  name: string;
  value: string;
}

/**
 * A request that does not fit its operation's shape. The codec words it as the protocol's AWS
 * error.
 */
export class Malformed extends Error {
  readonly parameter: MalformedParameter | undefined;

  constructor(message: string, parameter?: MalformedParameter) {
    super(message);
    this.name = 'Malformed';
    this.parameter = parameter;
  }
}

/** Reads one parameter; what does not fit names it. */
export function readParameter<T>(parameter: MalformedParameter, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) throw new Malformed(error.message, parameter);
    throw error;
  }
}

/** A path that is no path. */
export class MalformedUri extends Malformed {}

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Language = 'node' | 'python' | 'php' | 'go';

/** What a web app's folder says about itself. */
export interface RecognizedApp {
  /** Undefined: none that is known. */
  language: Language | undefined;
  /** What makes the app whole, run in its folder; null: nothing needs to be. */
  build: string | null;
  /** dnf's names of what builds and runs it on Amazon Linux 2023. */
  packages: string[];
  /**
   * Lines of a `.gitignore` for what `build` makes in the folder: the developer's own must not take
   * its place.
   */
  made: string[];
}

/** What is looked at in an app's folder: names at its top, and the text of `package.json`. */
export interface AppFiles {
  has(name: string): boolean;
  packageJson: string | undefined;
}

/** Where the recognized build puts what `requirements.txt` names; PYTHONPATH finds it there. */
const PYTHON_MODULES = 'python_modules';

/** https://docs.aws.amazon.com/linux/al2023/ug/nodejs.html */
const NODE_PACKAGES = ['nodejs22'];

/** Of several languages the first counts: a PHP or Python app often has a package.json besides. */
export function recognizeApp(files: AppFiles): RecognizedApp {
  if (files.has('go.mod')) return goApp();
  if (files.has('composer.json') || files.has('index.php')) return phpApp(files);
  if (PYTHON_FILES.some((name) => files.has(name))) return pythonApp(files);
  if (files.packageJson !== undefined) return nodeApp(files, files.packageJson);
  return { language: undefined, build: null, packages: NODE_PACKAGES, made: [] };
}

export function readApp(folder: string): AppFiles {
  const file = path.join(folder, 'package.json');
  return {
    has: (name) => existsSync(path.join(folder, name)),
    packageJson: existsSync(file) ? readFileSync(file, 'utf8') : undefined,
  };
}

function goApp(): RecognizedApp {
  const program = 'web-app';
  const build = `go build -o ${program} .`;
  return { language: 'go', build, packages: ['golang'], made: [`/${program}`] };
}

/**
 * Amazon Linux has Composer 2.5, which is for PHP up to 8.3.
 * https://github.com/amazonlinux/amazon-linux-2023/issues/938
 */
function phpApp(files: AppFiles): RecognizedApp {
  const usesComposer = files.has('composer.json');
  return {
    language: 'php',
    build: usesComposer ? 'composer install --no-dev --no-interaction --optimize-autoloader' : null,
    packages: [
      'php8.3-cli',
      ...(usesComposer ? ['php8.3-mbstring', 'php8.3-xml', 'composer'] : []),
    ],
    made: ['/vendor'],
  };
}

const PYTHON_FILES = ['requirements.txt', 'pyproject.toml', 'app.py', 'main.py', 'manage.py'];

/**
 * Into a folder, not an environment: that has absolute paths in it, and on Debian a package more is
 * needed to make one. https://pip.pypa.io/en/stable/cli/pip_install/#cmdoption-t
 */
function pythonApp(files: AppFiles): RecognizedApp {
  return {
    language: 'python',
    build: files.has('requirements.txt')
      ? `python3 -m pip install --target ${PYTHON_MODULES} --requirement requirements.txt`
      : null,
    // The system's own is 3.9, and stays. https://docs.aws.amazon.com/linux/al2023/ug/python.html
    packages: ['python3.12', 'python3.12-pip'],
    made: [`/${PYTHON_MODULES}`, 'venv', '.venv', '__pycache__'],
  };
}

function nodeApp(files: AppFiles, packageJson: string): RecognizedApp {
  const hasLock = files.has('package-lock.json') || files.has('npm-shrinkwrap.json');
  const install = hasLock ? 'npm ci --omit=dev' : 'npm install --omit=dev';
  const installs = hasDependencies(packageJson);
  return {
    language: 'node',
    build: installs ? install : null,
    packages: installs ? [...NODE_PACKAGES, 'nodejs22-npm'] : NODE_PACKAGES,
    made: ['node_modules'],
  };
}

/** What npm cannot read it says better than we could. */
function hasDependencies(packageJson: string): boolean {
  try {
    const { dependencies, optionalDependencies } = JSON.parse(packageJson) as Record<
      string,
      object | undefined
    >;
    return Object.keys({ ...dependencies, ...optionalDependencies }).length > 0;
  } catch {
    return true;
  }
}

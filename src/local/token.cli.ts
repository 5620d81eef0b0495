import { parseArgs } from 'node:util';
import { present } from '../kernel/present';
import { readEnvironment } from '../config/environment';
import { loadConfig } from '../config/config';
import { signToken } from './issuer';
import { PlatformError } from './platform-error';

const USAGE = `npm run --silent token -- --role driver|dispatcher|operator [--driver DRV001] [--subject NAME] [--minutes 60]

Prints a token that the server of this folder takes (AUTH_MODE=jwt npm start): Authorization: Bearer TOKEN`;

const ROLES = ['driver', 'dispatcher', 'operator'] as const;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      role: { type: 'string' },
      driver: { type: 'string' },
      subject: { type: 'string' },
      minutes: { type: 'string', default: '60' },
    },
  });
  const role = ROLES.find((name) => name === values.role);
  const minutes = Number(values.minutes);
  const wrong = !Number.isInteger(minutes) || minutes < 1 || minutes > 1_440;
  if (role === undefined || wrong || (role === 'driver') !== (values.driver !== undefined)) {
    console.error(USAGE);
    return 2;
  }
  const { DINEX_DATA_DIR } = loadConfig(readEnvironment());
  const subject = values.subject ?? values.driver ?? role;
  console.log(
    await signToken(DINEX_DATA_DIR, {
      role,
      subject,
      minutes,
      ...present({ driver_id: values.driver }),
    }),
  );
  return 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof PlatformError || error instanceof TypeError ? error.message : error);
    process.exitCode = 1;
  },
);

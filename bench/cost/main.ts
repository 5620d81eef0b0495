/** `npm run cost [-- --orders-per-day N]`: the monthly bill by service, from measured capacity and dated list prices. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Fixed, FIXED, Measured, monthlyBill, peak, PEAK_REQUESTS_PER_SECOND, PER_ORDER, total } from './model';
import { PRICES, PRICES_DATE } from './prices';

interface Column {
  readonly title: string;
  readonly orders: number;
  readonly fixed: Fixed;
}

const SCENARIOS: readonly Column[] = [
  { title: '30/day, dev', orders: 30, fixed: FIXED.dev },
  { title: '1,000/day, prod', orders: 1_000, fixed: FIXED.prod },
  { title: '1,000,000/day, prod', orders: 1_000_000, fixed: FIXED.prod },
];

const WIDTH = 22;
const money = (amount: number): string =>
  amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const row = (name: string, cells: readonly string[]): void => {
  console.log(name.padEnd(22) + cells.map((cell) => cell.padStart(WIDTH)).join(''));
};

function main(): void {
  const { values } = parseArgs({ options: { 'orders-per-day': { type: 'string' } } });
  const given = values['orders-per-day'] === undefined ? undefined : Number(values['orders-per-day']);
  if (given !== undefined && !(given >= 0)) throw new Error('--orders-per-day wants a number');
  const columns: readonly Column[] =
    given === undefined
      ? SCENARIOS
      : [
          { title: `${given.toLocaleString('en-US')}/day, dev`, orders: given, fixed: FIXED.dev },
          { title: `${given.toLocaleString('en-US')}/day, prod`, orders: given, fixed: FIXED.prod },
        ];
  const measured = JSON.parse(readFileSync('bench/cost/measured.json', 'utf8')) as Measured;
  console.log(`USD a month, us-east-1, list prices of ${PRICES_DATE}, capacity measured on ${measured.date}\n`);
  printBills(columns, measured);
  console.log(
    "\nThe requirement claims $0 to 20 a month in dev, $0 to 2 with the free tier, and $0.30 for 1,000 requests without it: that leaves out SES's" +
      '\nmails, alarms and the polling of queues, which costs the same with no order at all. API Gateway is free for the first year only.',
  );
  console.log(
    '\nText messages are the largest line at any plausible price, so every stage ships with bounds (SMS_PER_DAY, SMS_PER_MONTH) that a new account pays' +
      '\nfor; the row "SMS without bounds" is what as many as there are to send would cost, at a price to compare with aws.amazon.com/sns/sms-pricing.',
  );
  printPeak(measured);
}

function printBills(columns: readonly Column[], measured: Measured): void {
  const free = columns.map(({ orders, fixed }) => monthlyBill(orders, measured, fixed, true));
  const full = columns.map(({ orders, fixed }) => monthlyBill(orders, measured, fixed, false));
  row(
    '',
    columns.map(({ title }) => title),
  );
  for (const service of Object.keys(free[0] ?? {}))
    row(
      service,
      free.map((bill) => money(bill[service] ?? 0)),
    );
  row(
    'Total',
    free.map((bill) => money(total(bill))),
  );
  row(
    'without free tier',
    full.map((bill) => money(total(bill))),
  );
  row(
    'SMS without bounds',
    columns.map(({ orders }) => money(orders * 30.4 * PER_ORDER.textMessages * PRICES.smsToPeru)),
  );
  row(
    'per 1,000 orders',
    free.map((bill, i) => {
      const orders = (columns[i]?.orders ?? 0) * 30.4;
      return orders === 0 ? '-' : money((total(bill) / orders) * 1_000);
    }),
  );
}

function printPeak(measured: Measured): void {
  const need = peak(PEAK_REQUESTS_PER_SECOND, measured);
  const hourly = monthlyBill(
    (need.ordersPerSecond * 3_600) / 30.4,
    measured,
    { ...FIXED.dev, alarmMetrics: 0, dashboards: 0, secrets: 0, people: 'none', textMessages: 0 },
    false,
  );
  const whole = (value: number): string => Math.ceil(value).toLocaleString('en-US');
  console.log(
    `\nAt the peak of ${whole(PEAK_REQUESTS_PER_SECOND)} requests/s (${whole(need.ordersPerSecond)} orders/s) an hour costs about ${money(total(hourly))} USD and takes` +
      `\n${whole(need.concurrency)} concurrent executions of the api (an account begins with 1,000), ${whole(need.writeUnits)} write and ${whole(need.readUnits)} read units/s` +
      '\nover all tables (one table: warm for 4,000 and 12,000 at first, quota 40,000; see warmThroughput), and all of API Gateway’s default 10,000 requests/s.',
  );
}

main();

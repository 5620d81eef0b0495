/** Whether a person takes two ids for one another, as `SHOP-LIMA-O1` beside `SHOP-LIMA-01`: one of them is too many. */
export const looksLike = (a: string, b: string): boolean => skeleton(a) === skeleton(b);

const skeleton = (id: string): string =>
  id
    .toLowerCase()
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1')
    .replaceAll(/[._:-]+/g, '-');

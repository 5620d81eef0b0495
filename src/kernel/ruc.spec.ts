import { isRuc } from './ruc';

describe('a RUC', () => {
  it.each(['20131312955', '20100070970', '20100047218', '20331066703'])('%s is one', (ruc) => {
    expect(isRuc(ruc)).toBe(true);
  });

  it('with any one digit wrong is none', () => {
    const ruc = '20131312955';
    for (let place = 0; place < ruc.length; place++)
      for (let digit = 0; digit < 10; digit++) {
        const wrong = ruc.slice(0, place) + String(digit) + ruc.slice(place + 1);
        if (wrong !== ruc) expect([wrong, isRuc(wrong)]).toEqual([wrong, false]);
      }
  });

  it.each(['', '2013131295', '201313129550', '99131312955', '2013131295A'])('"%s" is none', (text) => {
    expect(isRuc(text)).toBe(false);
  });
});

import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * Numbering plans change and differ by country, so the rules are a library's: libphonenumber-js is Google's own plans
 * without its size. `min` is enough and right: it tells what a number of a country may look like. `mobile` would refuse
 * every landline, `max` only adds which kind a number is.
 */
/** ISO 3166. */
export type Region = CountryCode;

export const isRegion = (text: string): text is Region => isSupportedCountry(text as CountryCode);

/** To E.164. A number without a country is read as one of `region`. @returns null for what no country's plan allows */
export const toE164 = (text: string, region: Region): string | null => {
  // 00 is how most of the world dials out; written down it means +.
  const found = parsePhoneNumberFromString(text.replace(/^00(?=[1-9])/, '+'), {
    defaultCountry: region,
    extract: false,
  });
  return found?.isValid() ? found.number : null;
};

/** As vendors of one country write it: `+821012345678` is 82 and 01012345678. @returns null for what is no E.164 number */
export const domestic = (e164: string): { country: string; national: string } | null => {
  const found = parsePhoneNumberFromString(e164, { extract: false });
  return found?.isValid()
    ? { country: found.countryCallingCode, national: found.formatNational().replace(/\D/g, '') }
    : null;
};

/** What a spreadsheet makes of a column of digits: `8.21012E+11`. The digits are gone; only the export can bring them back. */
export const isScientific = (text: string): boolean => /^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(text);

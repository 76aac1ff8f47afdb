// Disturbances of a voice: what rooms, distance, other voices and cheap microphones do to it. Pure; seeded, so that a table
// can be measured again. All of it is synthetic.
import { SAMPLE_RATE_HZ } from '../../../device/sense/capture/audio-chunk.ts';
import type { SoundDisturbance } from './speech-lane.ts';

type Random = () => number;
type Sound = Float32Array;

/** Steady noise with more of the low tones, as of fans and streets (first-order low-pass at about 1 kHz, plus some hiss). */
export const withNoise =
  (belowDb: number, random: Random): SoundDisturbance =>
  (sound) => {
    let low = 0;
    const noise = sound.map(() => {
      const white = random() + random() + random() - 1.5;
      low += 0.33 * (white - low);
      return low + 0.1 * white;
    });
    return mixed(sound, noise, belowDb);
  };

/** Six talkers: the voice itself backwards, at six speeds and places. */
export const withBabble =
  (belowDb: number, random: Random): SoundDisturbance =>
  (sound) => {
    const babble = new Float32Array(sound.length);
    for (let talker = 0; talker < 6; talker += 1) {
      const [speed, begin] = [0.8 + 0.4 * random(), Math.floor(random() * sound.length)];
      for (let at = 0; at < sound.length; at += 1) {
        const from = sound.length - 1 - ((begin + Math.floor(at * speed)) % sound.length);
        babble[at] = (babble[at] ?? 0) + (sound[from] ?? 0);
      }
    }
    return mixed(sound, babble, belowDb);
  };

/** Echoes at random times that die away by 60 dB in `seconds` (velvet noise, Välimäki et al. 2013). */
export const reverberant =
  (seconds: number, random: Random, tailDb = 0): SoundDisturbance =>
  (sound) => {
    const out = Float32Array.from(sound);
    const echoes = Math.round(400 * seconds);
    const share = 10 ** (tailDb / 20) / Math.sqrt(echoes / 6);
    for (let echo = 0; echo < echoes; echo += 1) {
      const delay = Math.round((0.004 + random() * seconds * 0.8) * SAMPLE_RATE_HZ);
      const gain = share * (random() < 0.5 ? -1 : 1) * 10 ** ((-3 * delay) / SAMPLE_RATE_HZ / seconds);
      for (let at = delay; at < out.length; at += 1) out[at] = (out[at] ?? 0) + gain * (sound[at - delay] ?? 0);
    }
    return out;
  };

/** The direct sound falls by 6 dB with each doubling; echoes and the noise of the room (40 dB below 0.5 m) stay. */
export const atDistance =
  (metres: number, random: Random): SoundDisturbance =>
  (sound) => {
    const lostDb = 20 * Math.log10(metres / 0.5);
    const heard = reverberant(0.5, random, lostDb - 10)(sound);
    return withNoise(40 - lostDb, random)(heard);
  };

/** Nothing above 4 kHz, as from a telephone (windowed sinc of 63 taps). */
export const narrowBand: SoundDisturbance = (sound) => {
  const taps = Array.from({ length: 63 }, (_, tap) => {
    const place = tap - 31;
    const sinc = place === 0 ? 0.5 : Math.sin((Math.PI * place) / 2) / (Math.PI * place);
    return sinc * (0.54 + 0.46 * Math.cos((Math.PI * place) / 31));
  });
  return sound.map((_, at) => taps.reduce((sum, tap, index) => sum + tap * (sound[at + index - 31] ?? 0), 0));
};

/** So loud that `share` of the samples are at full scale. */
export const clipped =
  (share: number): SoundDisturbance =>
  (sound) => {
    const sorted = sound.map(Math.abs).sort();
    const limit = Math.max(1e-6, sorted[Math.floor(sorted.length * (1 - share))] ?? 1);
    return sound.map((sample) => Math.min(1, Math.max(-1, sample / limit)));
  };

/** The loudest `seconds` of it. */
export const shortened =
  (seconds: number): SoundDisturbance =>
  (sound) => {
    const length = Math.min(sound.length, Math.round(seconds * SAMPLE_RATE_HZ));
    let energy = 0;
    let [best, at] = [-1, 0];
    for (let end = 0; end < sound.length; end += 1) {
      energy += (sound[end] ?? 0) ** 2 - (sound[end - length] ?? 0) ** 2;
      if (end >= length - 1 && energy > best) [best, at] = [energy, end - length + 1];
    }
    return sound.slice(at, at + length);
  };

export const fainter =
  (db: number): SoundDisturbance =>
  (sound) =>
    sound.map((sample) => sample * 10 ** (-db / 20));

/** `other` so loud that its energy is `belowDb` under that of the sound. */
function mixed(sound: Sound, other: Sound, belowDb: number): Sound {
  const gain = Math.sqrt(energyOf(sound) / Math.max(1e-12, energyOf(other))) * 10 ** (-belowDb / 20);
  return sound.map((sample, at) => sample + gain * (other[at] ?? 0));
}

const energyOf = (sound: Sound) => sound.reduce((sum, sample) => sum + sample * sample, 0);

// The notice in Polish.
import type { NoticeLanguage } from './notice-language.ts';

export const POLISH: NoticeLanguage = {
  code: 'pl',
  name: 'Polski',
  title: (hasVoice) =>
    hasVoice ? 'Kamera i mikrofon badają nastrój w tym pomieszczeniu' : 'Kamera bada to pomieszczenie',
  headings: {
    sensed: 'Co jest badane',
    why: 'Po co',
    kept: 'Co jest przechowywane',
    published: 'Co jest publikowane',
    rights: 'Twoje prawa',
    contact: 'Kto odpowiada',
  },
  camera: 'Urządzenie z kamerą liczy, ile twarzy widać, jak długo i czy są zwrócone w jego stronę.',
  emotions: 'Ocenia, jaką emocję wyraża każda twarz. Takie oceny mogą być błędne.',
  noEmotions: 'Nie ocenia emocji.',
  voice: 'Mikrofon słucha brzmienia głosów. Ocenia emocje; nie rozumie słów i ich nie zapisuje.',
  noVoice: 'Dźwięk nie jest nagrywany ani analizowany.',
  gender: 'Ocenia, czy twarz wygląda na kobiecą czy męską. Takie oceny mogą być błędne.',
  feedback: 'Dotknięcia ekranu są liczone.',
  always: 'Pomieszczenie jest badane przez całą dobę.',
  hours: (from, to, timeZone) => `Pomieszczenie jest badane codziennie od ${from} do ${to} (${timeZone}).`,
  purposes: {
    public: 'Aby wiedzieć, ile osób korzysta z tego miejsca publicznego i jak się w nim czują.',
    retail: 'Aby wiedzieć, jak odwiedzający czują się w tym sklepie.',
    event: 'Aby wiedzieć, jak goście czują się na tym wydarzeniu.',
    'care-or-safety': 'Dla opieki lub bezpieczeństwa w tym miejscu.',
    'research-with-consent': 'Do badań z udziałem osób, które wyraziły na to zgodę.',
    workplace: 'Aby wiedzieć, jak używane jest to miejsce pracy.',
    education: 'Aby wiedzieć, jak używana jest ta placówka edukacyjna.',
  },
  legalBasis: (text) => `Podstawa prawna: ${text}`,
  nothingKept:
    'Obraz i dźwięk nie są przechowywane. Po kilku sekundach znikają z urządzenia i nigdy go nie opuszczają.',
  noIdentity: 'Nikt nie jest rozpoznawany ani śledzony w innym pomieszczeniu lub innego dnia.',
  published: (minutes) => `Co ${minutes} minut publikowane są liczby dotyczące całego pomieszczenia.`,
  crowd: (k) => `O grupie mniejszej niż ${k} osób nic się nie mówi.`,
  noise: 'Liczby są rozmyte losowym szumem, więc nikt nie może z nich poznać, czy tu byłeś lub byłaś.',
  rights: 'Możesz zapytać, co dzieje się z danymi, sprzeciwić się temu i złożyć skargę do organu ochrony danych.',
};

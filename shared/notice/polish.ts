// The notice in Polish.
import type { NoticeTexts } from './texts.ts';

/** Accusative of a count: 2 to 4 people take another ending than 5, 12 or 15. */
const persons = (count: number) => {
  const isFew = count % 10 >= 2 && count % 10 <= 4 && !(count % 100 >= 12 && count % 100 <= 14);
  return `${count} ${isFew ? 'osoby' : 'osób'}`;
};

export const POLISH: NoticeTexts = {
  name: 'Polski',
  title: {
    moods: 'W tym pomieszczeniu mierzony jest nastrój',
    people: 'W tym pomieszczeniu liczone są osoby',
    demo: 'Pokaz: analizowane jest nagranie',
    nothing: 'Tutaj niczego się nie mierzy',
  },
  now: {
    sensing: 'Urządzenie teraz mierzy.',
    idle: 'W tej chwili nic nie jest mierzone.',
    aiming:
      'W tej chwili ustawiana jest kamera: osoba, która to robi, widzi cały obraz. Nic nie jest liczone i nic nie jest przechowywane.',
    replaying: 'Nagranie jest teraz odtwarzane.',
    silent: 'Program pomiarowy w tej chwili nie odpowiada. Poniżej podano ostatnie znane ustawienia.',
    unset: 'To urządzenie nie jest skonfigurowane: niczego nie mierzy.',
    silentUnset: 'Program pomiarowy nie działa i nigdy niczego nie skonfigurowano: nic nie jest mierzone.',
  },
  headings: {
    sensed: 'Co jest mierzone',
    why: 'Po co',
    who: 'Przez kogo',
    kept: 'Co jest przechowywane',
    published: 'Co jest publikowane i jak jest rozmyte',
    law: 'Prawo',
    rights: 'Prawa osób',
  },
  camera: 'Urządzenie z kamerą patrzy na twarze w tym pomieszczeniu. Wszystko jest obliczane w samym urządzeniu.',
  clip: 'To jest pokaz. Odtwarzane jest nagranie; żadna kamera ani żaden mikrofon w tym pomieszczeniu nie są używane.',
  people: 'Liczy, ile osób jest obecnych, jak długo widać twarze i czy są zwrócone w jego stronę.',
  moods:
    'Na podstawie każdej twarzy ocenia nastrój: neutralny, radość, smutek, gniew, strach, odraza lub zaskoczenie. Oceny mogą być błędne.',
  noMoods: 'Nie ocenia nastrojów ani emocji.',
  voice:
    'Słucha, jak brzmią głosy, i na tej podstawie ocenia nastrój. Nie rozumie, nie zapisuje i nie przechowuje tego, co zostało powiedziane.',
  noVoice: 'Dźwięk nie jest używany: żaden mikrofon nie jest włączany.',
  gender: 'Na podstawie każdej twarzy ocenia, czy wygląda na kobiecą, czy męską. Oceny mogą być błędne.',
  feedback: 'Dotknięcia ekranu urządzenia są liczone.',
  always: 'Mierzy codziennie przez całą dobę.',
  hours: (from, to, timeZone) => `Mierzy codziennie od ${from} do ${to} (${timeZone}).`,
  purposes: {
    demo: 'Aby pokazać, jak działa urządzenie.',
    public: 'Aby wiedzieć, ile osób korzysta z tego miejsca publicznego i jaki panuje w nim nastrój.',
    retail: 'Aby wiedzieć, jaki nastrój panuje wśród odwiedzających to miejsce.',
    event: 'Aby wiedzieć, jaki nastrój panuje wśród gości tego wydarzenia.',
    'care-or-safety': 'Dla opieki lub bezpieczeństwa w tym miejscu.',
    'research-with-consent': 'Do badań z udziałem osób, które wyraziły na to zgodę.',
    workplace: 'Aby wiedzieć, jak używane jest to miejsce pracy.',
    education: 'Aby wiedzieć, jak używane jest to miejsce nauki.',
  },
  nothingKept: 'Żaden obraz ani dźwięk nie jest przechowywany. W ciągu kilku sekund znikają z pamięci urządzenia.',
  nobodyKnown:
    'Nikt nie jest rozpoznawany ani nazywany i nikt nie jest śledzony w innym pomieszczeniu lub innego dnia.',
  mosaic:
    'Osoba, która opiekuje się urządzeniem, może zobaczyć grubą mozaikę obrazu, na której nikogo nie da się rozpoznać. Mozaika nie jest przechowywana.',
  aimed: (minutes) =>
    `Aby ustawić kamerę, osoba ta może widzieć cały obraz najwyżej przez ${minutes} minut. W tym czasie nic nie jest liczone ani przechowywane, a ta strona o tym informuje.`,
  networkCamera: 'Obrazy docierają do urządzenia przez sieć tego budynku, wyłącznie z kamery.',
  published: (length) => `Urządzenie opuszczają tylko liczby dotyczące całego pomieszczenia, raz na ${length}.`,
  crowd: (k) => `Gdy jest mniej niż ${persons(k)}, nie publikuje się żadnych liczb, tylko to, że osób było za mało.`,
  crowdBlurred: (k) =>
    `Liczby dotyczące mniej niż ${k} osób są publikowane najwyżej w jednym przypadku na sto, a zwykle tylko te o dużych grupach.`,
  noise: 'Do każdej liczby dodawany jest losowy szum, tak że niemal nic nie mówi ona o pojedynczej osobie.',
  moodError: (error) => `Szum zmienia liczbę osób, które okazały dany nastrój, średnio o ${error}.`,
  peopleError: (error) => `Szum zmienia liczbę osób średnio o ${error}.`,
  longStay: 'Kto zostaje dłużej lub wraca, jest liczony więcej niż raz.',
  retention: (days) =>
    `Rozmyte liczby pozostają w urządzeniu do ${days} dni. Administrator może przechowywać je dłużej gdzie indziej.`,
  emotionLaw:
    'Działa tu system rozpoznawania emocji. Niniejszym o tym informujemy (akt UE w sprawie sztucznej inteligencji, art. 50 ust. 3).',
  noEmotionLaw:
    'Nie działa tu żaden system rozpoznawania emocji: w pracy i w edukacji zabrania tego prawo (akt UE w sprawie sztucznej inteligencji, art. 5 ust. 1 lit. f) i żaden taki model nie jest wczytany.',
  genderLaw:
    'Działa tu system kategoryzacji biometrycznej (kobieta lub mężczyzna) (akt UE w sprawie sztucznej inteligencji, art. 50 ust. 3).',
  access:
    'Można zapytać administratora, jakie dane o danej osobie posiada (RODO, art. 15), i sprzeciwić się pomiarowi (art. 21).',
  unfindable:
    'Ponieważ nie przechowuje się niczego, po czym można by kogoś rozpoznać, administrator zwykle niczego o danej osobie nie znajdzie (art. 11).',
  complaint: 'Można złożyć skargę do organu ochrony danych (art. 77).',
  fields: {
    operator: 'Administrator',
    contact: 'Kontakt w sprawie pytań i sprzeciwu',
    purpose: 'Słowami administratora',
    legalBasis: 'Podstawa prawna',
    authority: 'Organ nadzorczy',
  },
  unstated: 'jeszcze nie podano; proszę zapytać osobę prowadzącą to pomieszczenie',
  edition: (revision) => `Wydanie ${revision} tej informacji. Informacja z innym numerem jest nieaktualna.`,
  page: {
    language: 'Język',
    print: 'Drukuj tę informację (PDF, jedna strona A4)',
    code: 'Kod QR z adresem tej strony',
    codeText: 'Ta strona na telefonie:',
    codeLocal:
      'Ten adres działa tylko w samym urządzeniu. Aby uzyskać kod dla innych, proszę otworzyć stronę pod nazwą urządzenia.',
  },
};

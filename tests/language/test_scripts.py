"""Scripts tell languages that n-grams do not know."""

import pytest

from transforms.language import detect_language


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Το δημοτικό συμβούλιο ανέβαλε την απόφασή του.", "el"),
        ("საკრებულომ გადაწყვეტილება გაზაფხულამდე გადადო.", "ka"),
        ("Քաղաքի խորհուրդը հետաձգեց իր որոշումը մինչև գարուն։", "hy"),
        ("ក្រុមប្រឹក្សាក្រុងបានពន្យារពេលការសម្រេចចិត្ត។", "km"),
        ("ສະພາເມືອງໄດ້ເລື່ອນການຕັດສິນໃຈອອກໄປ", "lo"),
        ("မြို့တော်ကောင်စီသည် ဆုံးဖြတ်ချက်ကို ရွှေ့ဆိုင်းခဲ့သည်။", "my"),
        ("නගර සභාව සිය තීරණය කල් දැමීය.", "si"),
        ("ନଗର ପରିଷଦ ନିଷ୍ପତ୍ତିକୁ ସ୍ଥଗିତ ରଖିଛି।", "or"),
        ("የከተማው ምክር ቤት ውሳኔውን አራዘመ።", "am"),
        ("מועצת העיר דחתה את החלטתה לאביב.", "he"),
        ("די שטאָט־ראַט האָט אָפּגעלייגט איר באַשלוס. װאָס װעט זײַן?", "yi"),
        ("নগর পরিষদ সিদ্ধান্ত পিছিয়ে দিয়েছে।", "bn"),
        ("নগৰ পৰিষদে সিদ্ধান্ত পিছুৱাই দিছে।", "as"),
        ("ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ ᎤᏬᏂᏗ", "und"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ ⵜⴰⵏⴰⵡⴰⵢⵜ", "und"),
    ],
)
def test_a_script_of_one_language_tells_it(text, tag):
    assert detect_language(text).tag == tag


def test_serbian_is_told_in_cyrillic():
    text = (
        "Скупштина малог лучког града одложила је своју одлуку до пролећа, рекао је градоначелник."
    )
    assert detect_language(text).tag == "sr"


RELATIVES = {
    "hr": (
        "Gradsko vijeće odgodilo je odluku do proljeća jer se tijekom sastanka nisu "
        "dogovorili. Gdje će biti luka, još se ne zna, rekla je gradonačelnica prije tjedan "
        "dana."
    ),
    "sr-Latn": (
        "Gradsko veće odložilo je odluku do proleća jer se za vreme sednice nisu dogovorili. "
        "Gde će biti luka, još se ne zna, rekla je gradonačelnica pre nedelju dana."
    ),
    "bs": (
        "Gradsko vijeće odgodilo je odluku do aprila jer se u toku sjednice nisu dogovorili. "
        "Niko ne zna šta će biti s lukom, saopćila je gradonačelnica prije dvije sedmice."
    ),
    "nn": (
        "Kommunestyret i den vesle hamnebyen har utsett avgjerda til våren. Dei som var på "
        "møtet sa at dei ikkje visste kva som skjer, og at byen treng meir tid."
    ),
    "nb": (
        "Kommunestyret i den lille havnebyen har utsatt beslutningen til våren. De som var "
        "på møtet sa at de ikke visste hva som skjer, og at byen trenger mer tid."
    ),
    "ms": (
        "Majlis bandar pelabuhan kecil itu menangguhkan keputusannya kerana mesyuarat tidak "
        "bersetuju. Beliau berkata bahawa wang daripada kerajaan negeri belum tiba."
    ),
    "gl": (
        "O concello da pequena vila portuaria aprazou a decisión ata a primavera. A xente "
        "que veu á reunión dixo que xa agardara moito e que o porto precisa unha obra máis "
        "grande."
    ),
}


@pytest.mark.parametrize(("tag", "text"), RELATIVES.items(), ids=RELATIVES)
def test_a_relative_of_a_profile_is_told_by_its_words(tag, text):
    assert detect_language(text).tag == tag

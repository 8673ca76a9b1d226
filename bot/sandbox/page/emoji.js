// Short-codes the page can draw. An unknown one stays as its name between colons, as in Slack.

const table = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|clap 👏|raised_hands 🙌|pray 🙏|wave 👋|muscle 💪|ok_hand 👌
handshake 🤝|point_right 👉|point_left 👈|point_up ☝️|point_down 👇|eyes 👀|brain 🧠|heart ❤️
sparkles ✨|star ⭐|star2 🌟|tada 🎉|confetti_ball 🎊|trophy 🏆|medal 🏅|sports_medal 🏅|fire 🔥
zap ⚡|rocket 🚀|seedling 🌱|herb 🌿|four_leaf_clover 🍀|deciduous_tree 🌳|evergreen_tree 🌲
sunflower 🌻|blossom 🌼|rainbow 🌈|sunny ☀️|sunrise 🌅|partly_sunny ⛅|cloud ☁️|umbrella ☂️
snowflake ❄️|moon 🌔|dart 🎯|compass 🧭|world_map 🗺️|motorway 🛣️|mountain ⛰️|footprints 👣
construction 🚧|bridge_at_night 🌉|white_check_mark ✅|heavy_check_mark ✔️
ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|warning ⚠️|no_entry ⛔
no_entry_sign 🚫|question ❓|grey_question ❔|exclamation ❗|bangbang ‼️
information_source ℹ️|sos 🆘|bell 🔔|no_bell 🔕|mute 🔇|loudspeaker 📢|mega 📣
speech_balloon 💬|thought_balloon 💭|left_speech_bubble 🗨️|envelope ✉️|email ✉️
incoming_envelope 📨|inbox_tray 📥|calendar 📆|date 📅|spiral_calendar_pad 🗓️|clock1 🕐
clock9 🕘|alarm_clock ⏰|hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|timer_clock ⏲️
watch ⌚|memo 📝|pencil 📝|pencil2 ✏️|books 📚|book 📖|open_book 📖|bookmark 🔖|notebook 📓
clipboard 📋|pushpin 📌|round_pushpin 📍|paperclip 📎|link 🔗|lock 🔒|unlock 🔓
closed_lock_with_key 🔐|key 🔑|gear ⚙️|wrench 🔧|hammer 🔨|hammer_and_wrench 🛠️|toolbox 🧰
bulb 💡|mag 🔍|mag_right 🔎|microscope 🔬|bar_chart 📊|chart_with_upwards_trend 📈
chart_with_downwards_trend 📉|ladder 🪜|scales ⚖️|shield 🛡️|microphone 🎤|gift 🎁|balloon 🎈
coffee ☕|tea 🍵|cake 🍰|pizza 🍕|jar 🫙|honey_pot 🍯|bee 🐝|butterfly 🦋|turtle 🐢|owl 🦉|rock 🪨
wood 🪵|large_green_circle 🟢|large_yellow_circle 🟡|large_orange_circle 🟠|red_circle 🔴
large_blue_circle 🔵|white_circle ⚪|black_circle ⚫|large_green_square 🟩
large_yellow_square 🟨|large_red_square 🟥|white_large_square ⬜|black_large_square ⬛
small_blue_diamond 🔹|small_orange_diamond 🔸|large_blue_diamond 🔷|large_orange_diamond 🔶
arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrow_forward ▶️
double_vertical_bar ⏸️|fast_forward ⏩|repeat 🔁|arrows_counterclockwise 🔄
heavy_plus_sign ➕|heavy_minus_sign ➖|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|smile 😄
slightly_smiling_face 🙂|grinning 😀|blush 😊|joy 😂|wink 😉|thinking_face 🤔|relieved 😌
sweat_smile 😅|cry 😢|sob 😭|sunglasses 😎|hugging_face 🤗|neutral_face 😐|confused 😕
disappointed 😞|tired_face 😫|sleeping 😴|robot_face 🤖|ghost 👻|bow 🙇|shrug 🤷
people_holding_hands 🧑‍🤝‍🧑|busts_in_silhouette 👥|bust_in_silhouette 👤
100 💯|v ✌️|house 🏠|office 🏢|beach_with_umbrella 🏖️|palm_tree 🌴|airplane ✈️|running 🏃
walking 🚶|anchor ⚓|crossed_fingers 🤞
heart_eyes 😍|slightly_frowning_face 🙁
smiley 😃|grin 😁|laughing 😆|rofl 🤣|innocent 😇|slightly_frowning 🙁|upside_down_face 🙃
star-struck 🤩|kissing_heart 😘|yum 😋|stuck_out_tongue 😛|nerd_face 🤓|partying_face 🥳|smirk 😏
unamused 😒|pensive 😔|worried 😟|open_mouth 😮|astonished 😲|flushed 😳|pleading_face 🥺|fearful 😨
scream 😱|weary 😩|triumph 😤|rage 😡|angry 😠|exploding_head 🤯|face_with_monocle 🧐|zany_face 🤪
melting_face 🫠|saluting_face 🫡|face_with_hand_over_mouth 🤭|shushing_face 🤫|zipper_mouth_face 🤐
rolling_eyes 🙄|face_with_rolling_eyes 🙄|grimacing 😬|yawning_face 🥱|mask 😷|nauseated_face 🤢
cold_sweat 😰|face_exhaling 😮‍💨|skull 💀|poop 💩|clown_face 🤡|alien 👽|see_no_evil 🙈
hear_no_evil 🙉|speak_no_evil 🙊|facepalm 🤦|raising_hand 🙋|man-shrugging 🤷‍♂️|woman-shrugging 🤷‍♀️
fist 👊|facepunch 👊|raised_hand ✋|hand ✋|raised_hand_with_fingers_splayed 🖐️|the_horns 🤘
call_me_hand 🤙|writing_hand ✍️|heart_hands 🫶|palms_up_together 🤲|open_hands 👐|ear 👂|baby 👶
student 🧑‍🎓|teacher 🧑‍🏫|technologist 🧑‍💻|scientist 🧑‍🔬|artist 🧑‍🎨|astronaut 🧑‍🚀|family 👪
orange_heart 🧡|yellow_heart 💛|green_heart 💚|blue_heart 💙|purple_heart 💜|black_heart 🖤
white_heart 🤍|brown_heart 🤎|broken_heart 💔|two_hearts 💕|sparkling_heart 💖|boom 💥|dizzy 💫
sweat_drops 💦|dash 💨|zzz 💤|anger 💢|wavy_dash 〰️|infinity ♾️|recycle ♻️|trident 🔱|beginner 🔰
checkered_flag 🏁|triangular_flag_on_post 🚩|white_flag 🏳️|crown 👑|gem 💎|money_with_wings 💸
moneybag 💰|first_place_medal 🥇|second_place_medal 🥈|third_place_medal 🥉|crystal_ball 🔮|magic_wand 🪄
game_die 🎲|jigsaw 🧩|puzzle_piece 🧩|art 🎨|musical_note 🎵|notes 🎶|guitar 🎸|headphones 🎧
movie_camera 🎥|camera 📷|camera_with_flash 📸|tv 📺|phone ☎️|telephone_receiver 📞|iphone 📱
computer 💻|desktop_computer 🖥️|keyboard ⌨️|floppy_disk 💾|cd 💿|battery 🔋|electric_plug 🔌
satellite 🛰️|telescope 🔭|test_tube 🧪|dna 🧬|thermometer 🌡️|pill 💊|adhesive_bandage 🩹
bricks 🧱|nut_and_bolt 🔩|chains ⛓️|magnet 🧲|scissors ✂️|straight_ruler 📏|triangular_ruler 📐
package 📦|mailbox 📫|postbox 📮|newspaper 📰|page_facing_up 📄|page_with_curl 📃|bookmark_tabs 📑
file_folder 📁|open_file_folder 📂|card_index_dividers 🗂️|wastebasket 🗑️|label 🏷️|scroll 📜
ledger 📒|closed_book 📕|green_book 📗|blue_book 📘|orange_book 📙|black_nib ✒️|lower_left_pen 🖊️
crayon 🖍️|abacus 🧮|credit_card 💳|receipt 🧾|briefcase 💼|handbag 👜|school_satchel 🎒|luggage 🧳
rainbow_flag 🏳️‍🌈|earth_africa 🌍|earth_americas 🌎|earth_asia 🌏|globe_with_meridians 🌐|ocean 🌊
volcano 🌋|camping 🏕️|desert_island 🏝️|city_sunset 🌇|night_with_stars 🌃|milky_way 🌌|stars 🌠
full_moon 🌕|new_moon 🌑|crescent_moon 🌙|sun_with_face 🌞|thunder_cloud_and_rain ⛈️|rain_cloud 🌧️
tornado 🌪️|fog 🌫️|droplet 💧|leaves 🍃|maple_leaf 🍁|fallen_leaf 🍂|cactus 🌵|tulip 🌷|rose 🌹
hibiscus 🌺|cherry_blossom 🌸|bouquet 💐|mushroom 🍄|potted_plant 🪴|ear_of_rice 🌾
dog 🐶|cat 🐱|mouse 🐭|rabbit 🐰|fox_face 🦊|bear 🐻|panda_face 🐼|penguin 🐧|bird 🐦|duck 🦆|eagle 🦅
unicorn_face 🦄|horse 🐴|snail 🐌|ant 🐜|ladybug 🐞|spider_web 🕸️|octopus 🐙|whale 🐳|dolphin 🐬
tropical_fish 🐠|dragon 🐉|sauropod 🦕|elephant 🐘|hedgehog 🦔|sloth 🦥|paw_prints 🐾
apple 🍎|green_apple 🍏|banana 🍌|lemon 🍋|watermelon 🍉|grapes 🍇|strawberry 🍓|peach 🍑|avocado 🥑
bread 🍞|croissant 🥐|cheese_wedge 🧀|hamburger 🍔|taco 🌮|sushi 🍣|ramen 🍜|popcorn 🍿|doughnut 🍩
cookie 🍪|birthday 🎂|chocolate_bar 🍫|ice_cream 🍨|beers 🍻|beer 🍺|champagne 🍾|clinking_glasses 🥂
wine_glass 🍷|fork_and_knife 🍴|car 🚗|bus 🚌|train 🚋|bullettrain_side 🚄|bike 🚲|sailboat ⛵
helicopter 🚁|traffic_light 🚦|vertical_traffic_light 🚦|octagonal_sign 🛑|fuelpump ⛽
hospital 🏥|school 🏫|factory 🏭|stadium 🏟️|classical_building 🏛️|circus_tent 🎪|ferris_wheel 🎡
soccer ⚽|basketball 🏀|football 🏈|tennis 🎾|bowling 🎳|chess_pawn ♟️|swimmer 🏊|surfer 🏄|climbing 🧗
person_climbing 🧗|bicyclist 🚴|weight_lifter 🏋️|lotus_position 🧘|person_in_lotus_position 🧘
dancer 💃|man_dancing 🕺|runner 🏃|person_running 🏃|person_walking 🚶
purple_circle 🟣|brown_circle 🟤|large_blue_square 🟦|large_purple_square 🟪|large_brown_square 🟫
small_red_triangle 🔺|small_red_triangle_down 🔻|radio_button 🔘|white_small_square ▫️
black_small_square ▪️|arrow_upper_right ↗️|arrow_lower_right ↘️|arrow_right_hook ↪️
leftwards_arrow_with_hook ↩️|back 🔙|end 🔚|on 🔛|soon 🔜|top 🔝|new 🆕|free 🆓|cool 🆒|ok 🆗|up 🆙
six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|keycap_ten 🔟|zero 0️⃣|hash #️⃣|abc 🔤|1234 🔢
clock2 🕑|clock3 🕒|clock4 🕓|clock5 🕔|clock6 🕕|clock7 🕖|clock8 🕗|clock10 🕙|clock11 🕚|clock12 🕛
mantelpiece_clock 🕰️|sunrise_over_mountains 🌄|snow_capped_mountain 🏔️|mountain_railway 🚞
black_square_for_stop ⏹️|black_circle_for_record ⏺️|rewind ⏪|twisted_rightwards_arrows 🔀
flag-gb 🇬🇧|flag-us 🇺🇸|flag-de 🇩🇪|flag-fr 🇫🇷|flag-in 🇮🇳|wheelchair ♿|radioactive_sign ☢️
identification_card 🪪|dove_of_peace 🕊️|olive 🫒|kite 🪁|yo-yo 🪀|teddy_bear 🧸|sewing_needle 🪡
people_hugging 🫂|speaking_head_in_silhouette 🗣️|eye 👁️|lips 👄|bone 🦴|tooth 🦷|ring 💍
`;

const byName = new Map(table.trim().split(/[|\n]/).map((entry) => {
  const cut = entry.lastIndexOf(" ");
  return [entry.slice(0, cut), entry.slice(cut + 1)];
}));

// The picture for a short-code without its colons, or undefined.
export const emojiFor = (name) => byName.get(name);

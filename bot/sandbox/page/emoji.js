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
technologist 🧑‍💻|people_holding_hands 🧑‍🤝‍🧑|busts_in_silhouette 👥|bust_in_silhouette 👤
100 💯|v ✌️|house 🏠|office 🏢|beach_with_umbrella 🏖️|palm_tree 🌴|airplane ✈️|running 🏃
walking 🚶|anchor ⚓|crossed_fingers 🤞
heart_eyes 😍|slightly_frowning_face 🙁
`;

const byName = new Map(table.trim().split(/[|\n]/).map((entry) => {
  const cut = entry.lastIndexOf(" ");
  return [entry.slice(0, cut), entry.slice(cut + 1)];
}));

// The picture for a short-code without its colons, or undefined.
export const emojiFor = (name) => byName.get(name);

"""A small grammar of English company facts: sentences with slots, and questions about each slot.

A fact is (sentences, {slot: questions}). Every slot is filled at random, so that a model that learns from the result has
to copy from the passage instead of remembering it. A slot name may carry a digit to tell two of one kind apart.
"""
import random

FIRST = "Amelia Oliver Priya Tomás Ingrid Marcus Helen Yusuf Clara Desmond Fiona Gareth Naomi Rupert Sofia Leon Beatrice Callum Dana Ewan Grace Hugo Isla Jonas Kavita Liam Mina Noel Petra Ravi Sara Theo Una Victor Wendy Zoe Akira Haruka Kenji Emiko Satoru Yumi".split()
LAST = "Hartley Okafor Lindqvist Moreau Brennan Castell Dunmore Ekström Fairley Gupta Holloway Ivers Jarrett Kessler Lowry Marsh Novak Osborne Pryce Quill Ramsden Sato Thorne Underhill Vance Whitlock Yates Abbot Bishop Crane Dalton Elliott Nakamura Ishida Mori Tanaka Ueda".split()
CITY = "Leeds Bristol Osaka Nagoya Kyoto Sapporo Fukuoka Dublin Cardiff Oslo Lyon Porto Sendai Hiroshima Glasgow York Norwich Exeter Ghent Basel Turin Kobe Nara Chiba Boston Denver Toronto Perth Derby Swansea Reading Hull Matsue Kanazawa Takamatsu".split()
DEPT = ["Human Resources", "the Finance Department", "the Legal Team", "General Affairs", "the Quality Office", "the Purchasing Department", "Information Systems", "the Facilities Team", "the Sales Office", "Customer Support", "the Logistics Centre", "the Safety Committee", "the Research Laboratory", "the Payroll Office", "Public Relations", "the Service Desk", "the Audit Office", "Internal Communications", "Product Planning", "the Calibration Laboratory", "the Export Office", "the Training Centre"]
ROLE = ["employees", "managers", "contractors", "visitors", "new hires", "team leaders", "part-time staff", "drivers", "engineers", "interns", "suppliers", "technicians", "sales staff", "inspectors", "operators", "project leads", "department heads", "remote workers"]
DOC = ["travel report", "expense claim", "leave request", "incident report", "purchase order", "medical certificate", "visitor form", "training record", "safety checklist", "inspection sheet", "return slip", "access request", "time sheet", "overtime application", "handover note", "risk assessment", "calibration certificate", "delivery note", "nomination form", "tax declaration", "equipment list", "meeting summary"]
EVENT = ["the trip", "the end of the month", "the accident", "the first working day", "delivery", "the inspection", "the purchase", "the meeting", "the contract date", "the audit", "the start of leave", "the repair", "the complaint", "the training", "the order", "resignation", "the birth of a child", "the move"]
ADJ = "annual monthly basic temporary special regular optional advance standard extended emergency quarterly weekly regional daily seasonal internal external initial final partial personal technical local overnight digital".split()
NOUN = "allowance fee deposit bonus subsidy grant budget discount surcharge penalty premium pension refund fund contribution charge payment reward stipend rate".split()
THING = "laptop badge locker uniform vehicle printer helmet phone monitor desk meeting room warehouse key archive server sensor pump valve scale gauge microscope camera battery charger cable filter oven fridge lift gate terminal workbench trolley ladder forklift kettle projector whiteboard scanner".replace("meeting room", "meeting-room").split()
MATTER = ["business travel", "remote work", "commuting", "childcare", "language study", "relocation", "overtime", "home office equipment", "team lunches", "conference attendance", "night shifts", "weekend duty", "health checks", "software licences", "external training", "client visits", "volunteer days", "parking", "mobile phones", "moving house", "sports clubs", "eye tests", "protective clothing", "trial orders"]
SYL = "ka re to mi na ve lo su ri no ta el or an ix um ar is on ex".split()
SUFFIX = "Pro Mini Plus One Lite Max Air Go Edge Core".split()
DAY = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTH = "January February March April May June July August September October November December".split()
PURPOSE = ["to prevent data loss", "to protect customer information", "because the old supplier closed", "to save energy", "because the floor is being renewed", "to reduce waiting times", "because the sensor drifts when it is cold", "to keep the air clean", "because the law changed", "to avoid double payments", "to make audits easier", "because two accidents happened last year", "to lower noise", "because customers asked for it", "to shorten delivery times", "because the contract ended", "to spread the workload", "because spare parts are no longer made"]
DEFTERM = ["working day", "core time", "business trip", "confidential information", "night work", "family member", "critical defect", "lead time", "personal data", "approved supplier", "dead stock", "on-call duty", "incident", "probation period", "base salary", "carry-over", "safety stock", "remote worker", "key holder", "fiscal year", "minor repair", "substitute holiday"]
DEFBODY = ["a day on which the head office is open", "any trip of more than {n} kilometres from the workplace", "information that would harm the company if it became known", "work between {time} and {time2}", "a spouse, a child or a parent who lives in the same household", "a fault that can injure a person", "the time from the order to the delivery", "any information that identifies a living person", "a supplier that passed the yearly audit", "goods that were not sold for {n} months", "being reachable by phone outside office hours", "the first {n} months of employment", "monthly pay without allowances and bonuses", "leave that was not taken in the year in which it was given", "the amount kept in the warehouse for unexpected orders", "a repair that costs less than {money}", "the period from {date} to the end of {month}", "a person who works from home at least {n} days a week"]
STEPS = ["switch off the power", "press the red button for {n} seconds", "call the service desk", "write the serial number on the form", "wait until the green light is on", "clean the lens with a dry cloth", "inform the team leader", "hand the badge to reception", "scan the invoice", "remove the battery", "open the valve by {n} turns", "restart the terminal", "check the seal", "enter the order number", "lock the cabinet", "attach the receipt", "take the lift to floor {n}", "sign the list at the gate"]
LISTITEM = ["passport copy", "bank details", "tax form", "safety shoes", "two photographs", "a charger", "a calibration sheet", "a carrying case", "spare filters", "an access card", "a health certificate", "a signed contract", "a power cable", "a quick guide", "gloves", "a torch", "a first-aid kit", "a whistle", "drinking water", "a radio"]


def number(r):
    return str(r.choice([2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 18, 20, 21, 24, 25, 28, 30, 35, 36, 40, 45, 48, 50, 60, 70, 75, 80, 90, 100, 120, 150, 180, 200, 250, 300, 365, 400, 500]))


def date(r):
    d, m, y = r.randint(1, 28), r.choice(MONTH), r.randint(1998, 2031)
    return r.choice([f"{d} {m} {y}", f"{d} {m}", f"{m} {d}, {y}", f"{m} {y}"])


def money(r):
    n = r.choice([r.randint(1, 99) * 10, r.randint(1, 99) * 100, r.randint(1, 99) * 1000, r.randint(100, 9999)])
    return r.choice([f"{n:,} yen", f"£{n:,}", f"¥{n:,}", f"{n:,} pounds", f"£{n / 100:.2f}", f"{n:,} euros", f"JPY {n:,}", f"GBP {n:,}"])


def product(r):
    name = "".join(r.choice(SYL) for _ in range(r.randint(2, 3))).capitalize()
    return r.choice([f"{name} {r.choice(SUFFIX)}", f"{name} {r.randint(1, 99) * 10}", f"{name[0].upper()}{name[1].upper()}-{r.randint(10, 999)}", f"{name}-{r.randint(2, 9)}", name])


def clock(r):
    h, m = r.randint(6, 21), r.choice([0, 0, 15, 30, 45])
    return r.choice([f"{h}:{m:02d}", f"{(h - 1) % 12 + 1}:{m:02d} {'a.m.' if h < 12 else 'p.m.'}", f"{h:02d}:{m:02d}"])


def days(r):
    return f"{number(r)} {r.choice(['days', 'working days', 'days', 'business days', 'weeks', 'hours', 'months', 'calendar days'])}"


def measure(r):
    return r.choice([f"{number(r)} {r.choice(['kg', 'mm', 'cm', 'metres', 'litres', 'watts', 'volts', '°C', 'kPa', 'minutes', 'seconds', 'g', 'hours', 'mA', 'dB', 'GB', 'bar'])}", f"{r.randint(0, 40)}.{r.randint(1, 9)} {r.choice(['kg', 'mm', 'm', 'V', '°C', 'seconds', 'litres'])}", f"{r.randint(1, 99)} %", f"{r.randint(1, 99)} percent", f"±{r.choice(['0.1', '0.02', '0.5', '1', '2', '0.3'])} {r.choice(['mm', '°C', '%', 'g'])}"])


def person(r):
    return f"{r.choice(FIRST)} {r.choice(LAST)}"


def mail(r):
    return f"{r.choice(['help', 'travel', 'claims', 'hr', 'safety', 'orders', 'service', 'desk', 'audit', 'privacy', 'training', 'export'])}@{''.join(r.choice(SYL) for _ in range(3))}.{r.choice(['example', 'test', 'co.example'])}"


def phone(r):
    return r.choice([f"extension {r.randint(100, 9999)}", f"0{r.randint(10, 99)}-{r.randint(100, 9999)}-{r.randint(1000, 9999)}"])


def item_list(r):
    items = r.sample(LISTITEM, r.randint(2, 4))
    return ", ".join(items[:-1]) + " and " + items[-1]


SLOTS = {
    "money": money, "date": date, "days": days, "measure": measure, "person": person, "mail": mail, "phone": phone,
    "product": product, "time": clock, "n": number, "items": item_list,
    "city": lambda r: r.choice(CITY), "dept": lambda r: r.choice(DEPT), "role": lambda r: r.choice(ROLE),
    "doc": lambda r: r.choice(DOC), "event": lambda r: r.choice(EVENT), "day": lambda r: r.choice(DAY),
    "month": lambda r: r.choice(MONTH), "matter": lambda r: r.choice(MATTER), "thing": lambda r: r.choice(THING),
    "np": lambda r: f"{r.choice(ADJ)} {r.choice(NOUN)}", "purpose": lambda r: r.choice(PURPOSE),
    "term": lambda r: r.choice(DEFTERM), "body": lambda r: fill(r.choice(DEFBODY), {}, r),
    "step": lambda r: fill(r.choice(STEPS), {}, r), "room": lambda r: f"room {r.randint(1, 9)}{r.randint(0, 9):02d}",
    "floor": lambda r: r.choice(["ground", "first", "second", "third", "fourth", "fifth", "sixth"]) + " floor",
    "code": lambda r: f"{r.choice('ABCDEFGHKLMNPRSTW')}{r.choice('ABCDEHKMNPRTX')}-{r.randint(10, 9999)}",
    "pct": lambda r: r.choice([f"{r.randint(1, 99)} %", f"{r.randint(1, 99)} percent", f"{r.randint(1, 99)}%"]),
    "freq": lambda r: r.choice(["once a year", "twice a year", "every three months", "once a month", "every two weeks", "every week", "once a quarter", "every day", "every five years", "every 18 months"]),
}


def fill(template, values, r):
    out, i = [], 0
    while i < len(template):
        j = template.find("{", i)
        if j < 0:
            out.append(template[i:])
            break
        k = template.index("}", j)
        name = template[j + 1:k]
        if name not in values:
            values[name] = SLOTS[name.rstrip("0123456789")](r)
        out.append(template[i:j] + values[name])
        i = k + 1
    return "".join(out)


FACTS = [
    (["The {np} for {matter} is {money}.", "For {matter}, the company pays a {np} of {money}.", "A {np} of {money} is paid for {matter}.", "{Matter}: the {np} is {money}."],
     {"money": ["How much is the {np} for {matter}?", "What is the amount of the {np} for {matter}?", "What {np} is paid for {matter}?"],
      "matter": ["What is the {np} of {money} paid for?", "For what does the company pay a {np} of {money}?"]}),
    (["{Role} must submit the {doc} to {dept} within {days} of {event}.", "The {doc} must reach {dept} within {days} of {event}; this applies to all {role}.", "Within {days} of {event}, {role} hand in the {doc} to {dept}."],
     {"days": ["Within how long must {role} submit the {doc} after {event}?", "How soon after {event} must the {doc} be handed in?", "What is the deadline for the {doc} after {event}?"],
      "dept": ["To whom must {role} submit the {doc}?", "Which department receives the {doc} from {role}?"],
      "doc": ["What must {role} submit to {dept} within {days} of {event}?", "What do {role} hand in to {dept} after {event}?"]}),
    (["The {product} costs {money}.", "The price of the {product} is {money}.", "The list price of the {product} is {money} without tax.", "The {product} is sold for {money}."],
     {"money": ["How much does the {product} cost?", "What is the price of the {product}?", "At what price is the {product} sold?"],
      "product": ["Which product costs {money}?", "Which product is sold for {money}?"]}),
    (["The {product} weighs {measure}.", "The weight of the {product} is {measure}.", "With its battery, the {product} weighs {measure}."],
     {"measure": ["How heavy is the {product}?", "What is the weight of the {product}?", "How much does the {product} weigh?"]}),
    (["The {product} works at temperatures from {measure} to {measure2}.", "The operating range of the {product} is {measure} to {measure2}."],
     {"measure": ["What is the lower limit of the operating range of the {product}?", "From what value does the {product} work?"],
      "measure2": ["What is the upper limit of the operating range of the {product}?", "Up to what value does the {product} work?"]}),
    (["The accuracy of the {product} is {measure}.", "The {product} measures with an accuracy of {measure}."],
     {"measure": ["What is the accuracy of the {product}?", "How accurately does the {product} measure?"]}),
    (["{person} is the head of {dept} in {city}.", "The head of {dept} in {city} is {person}.", "{dept} in {city} is led by {person}.", "Since {date}, {dept} in {city} has been led by {person}."],
     {"person": ["Who is the head of {dept} in {city}?", "Who leads {dept} in {city}?", "What is the name of the person who heads {dept} in {city}?"],
      "city": ["In which city does {person} lead {dept}?", "Where is the office of {dept} that {person} leads?"]}),
    (["The {city} office opened on {date}.", "On {date}, the company opened its office in {city}.", "The office in {city} has been open since {date}."],
     {"date": ["When did the {city} office open?", "On what date was the office in {city} opened?", "Since when has the company had an office in {city}?"],
      "city": ["Which office opened on {date}?", "In which city did the company open an office on {date}?"]}),
    (["The {city} office is open from {time} to {time2}.", "Opening hours in {city} are {time} to {time2}.", "Reception in {city} is staffed between {time} and {time2}."],
     {"time": ["At what time does the {city} office open?", "From what time is reception in {city} staffed?"],
      "time2": ["At what time does the {city} office close?", "Until what time is the office in {city} open?"]}),
    (["Questions about {matter} go to {mail}.", "For questions about {matter}, write to {mail}.", "The address for {matter} is {mail}.", "Contact for {matter}: {mail}"],
     {"mail": ["Where should questions about {matter} be sent?", "What is the e-mail address for {matter}?", "To which address do I write about {matter}?"]}),
    (["{dept} can be reached at {phone}.", "The number of {dept} is {phone}.", "Call {phone} to reach {dept}."],
     {"phone": ["What is the phone number of {dept}?", "How can {dept} be reached by phone?", "At which number can I call {dept}?"]}),
    (["{Role} receive {n} days of paid leave a year.", "Each year {role} are entitled to {n} days of paid leave.", "The paid leave of {role} is {n} days a year."],
     {"n": ["How many days of paid leave do {role} receive a year?", "How much paid leave are {role} entitled to each year?"]}),
    (["The {thing} must be inspected {freq} by {dept}.", "{dept} inspects each {thing} {freq}.", "Inspection of the {thing} takes place {freq} and is done by {dept}."],
     {"freq": ["How often must the {thing} be inspected?", "How often does {dept} inspect the {thing}?"],
      "dept": ["Who inspects the {thing}?", "Which department is responsible for inspecting the {thing}?"]}),
    (["The {thing} is kept in {room} on the {floor}.", "You will find the {thing} in {room} on the {floor}.", "In {room} on the {floor} there is a {thing}."],
     {"room": ["In which room is the {thing} kept?", "Where can the {thing} be found?"],
      "floor": ["On which floor is the {thing}?", "Which floor is the {thing} kept on?"]}),
    (["Orders above {money} need the approval of {person}.", "{person} must approve every order above {money}.", "Every purchase of more than {money} is approved by {person}."],
     {"money": ["Above what amount does {person} have to approve an order?", "From which amount is the approval of {person} needed?"],
      "person": ["Who approves orders above {money}?", "Whose approval is needed for purchases of more than {money}?"]}),
    (["\"{Term}\" means {body}.", "A {term} is {body}.", "In these rules, {term} means {body}.", "{Term}: {body}."],
     {"body": ["What does \"{term}\" mean?", "How is the term {term} defined?", "What is meant by {term}?"]}),
    (["The {thing} may not be used in {city} {purpose}.", "Use of the {thing} in {city} ended {purpose}.", "In {city}, the {thing} was replaced {purpose}."],
     {"purpose": ["Why was the {thing} in {city} given up?", "What is the reason for the change of the {thing} in {city}?"]}),
    (["The rule on {matter} was changed {purpose}.", "We changed the rule on {matter} {purpose}.", "The company introduced new rules for {matter} {purpose}."],
     {"purpose": ["Why was the rule on {matter} changed?", "What is the reason for the new rules on {matter}?"]}),
    (["Passwords must have at least {n} characters and be changed every {days}.", "A password has a minimum length of {n} characters; it expires after {days}."],
     {"n": ["How many characters must a password have at least?", "What is the minimum length of a password?"],
      "days": ["After how long must a password be changed?", "When does a password expire?"]}),
    (["Records of {matter} are kept for {days}.", "{dept} keeps the records of {matter} for {days}.", "The retention period for records of {matter} is {days}."],
     {"days": ["How long are the records of {matter} kept?", "What is the retention period for records of {matter}?", "For how long are records of {matter} stored?"]}),
    (["The warranty of the {product} is {days}.", "The {product} comes with a warranty of {days}.", "We repair the {product} free of charge for {days} after purchase."],
     {"days": ["How long is the warranty of the {product}?", "For how long is the {product} repaired free of charge?", "What is the warranty period of the {product}?"]}),
    (["The battery of the {product} lasts {measure}.", "One charge of the {product} lasts {measure}; charging takes {measure2}."],
     {"measure": ["How long does the battery of the {product} last?", "How long does one charge of the {product} last?"]}),
    (["If the {product} shows error {code}, {step}.", "Error {code} on the {product}: {step}.", "When error {code} appears on the {product}, {step}."],
     {"step": ["What should be done when the {product} shows error {code}?", "What is the remedy for error {code} on the {product}?", "How do you react to error {code} of the {product}?"],
      "code": ["At which error code of the {product} should you {step}?", "Which error on the {product} means that you should {step}?"]}),
    (["Before using the {thing}, {step}.", "Always {step} before you use the {thing}."],
     {"step": ["What must be done before using the {thing}?", "What should you do before you use the {thing}?"]}),
    (["After using the {thing}, first {step} and then {step2}.", "When work with the {thing} ends, {step}, then {step2}."],
     {"step": ["What is the first step after using the {thing}?", "What must be done first when work with the {thing} ends?"],
      "step2": ["What is the second step after using the {thing}?", "What must be done last when work with the {thing} ends?"]}),
    (["The {product} comes with {items}.", "The box of the {product} contains {items}.", "Delivered with the {product}: {items}."],
     {"items": ["What comes with the {product}?", "What does the box of the {product} contain?", "Which items are delivered with the {product}?"]}),
    (["New staff bring {items} to {dept}.", "On the first day, new staff hand over {items} to {dept}.", "Please bring {items} to {dept} on the first day."],
     {"items": ["What do new staff bring to {dept}?", "What must be handed over to {dept} on the first day?"]}),
    (["The next meeting of {dept} is on {date} in {room}.", "{dept} meets again on {date} in {room}.", "Next meeting: {date}, {room} ({dept})."],
     {"date": ["When is the next meeting of {dept}?", "On what date does {dept} meet again?"],
      "room": ["Where does {dept} meet on {date}?", "In which room is the next meeting of {dept}?"]}),
    (["{person} will prepare the {doc} by {date}.", "By {date}, {person} prepares the {doc}.", "Action: {person} to prepare the {doc} by {date}."],
     {"person": ["Who will prepare the {doc}?", "Who is to prepare the {doc} by {date}?"],
      "date": ["By when will {person} prepare the {doc}?", "What is the due date for the {doc} of {person}?"],
      "doc": ["What will {person} prepare by {date}?", "Which document is {person} to prepare?"]}),
    (["The budget for {matter} in {city} is {money}, {pct} more than last year.", "For {matter}, {city} has a budget of {money}, which is {pct} above last year."],
     {"money": ["What is the budget for {matter} in {city}?", "How much money is planned for {matter} in {city}?"],
      "pct": ["By how much did the budget for {matter} in {city} rise?", "How much higher than last year is the budget for {matter} in {city}?"]}),
    (["The company covers {pct} of the cost of {matter}, up to {money} a year.", "{pct} of the cost of {matter} is paid back, with a limit of {money} a year."],
     {"pct": ["What share of the cost of {matter} does the company cover?", "How much of the cost of {matter} is paid back?"],
      "money": ["What is the yearly limit for {matter}?", "Up to what amount a year does the company cover {matter}?"]}),
    (["{Role} may work from home up to {n} days a week.", "Working from home is possible for {role} on up to {n} days a week."],
     {"n": ["On how many days a week may {role} work from home?", "How many days a week can {role} work from home at most?"]}),
    (["The {product} was released on {date} and replaces the {product2}.", "On {date} the {product} replaced the {product2}."],
     {"date": ["When was the {product} released?", "On what date did the {product} replace the {product2}?"],
      "product2": ["Which product does the {product} replace?", "What did the {product} replace?"]}),
    (["Version {n}.{n2} of the {product} adds {matter2} reports.", "With version {n}.{n2}, the {product} can show {matter2} reports."],
     {"matter2": ["Which reports does version {n}.{n2} of the {product} add?", "What kind of reports can the {product} show since version {n}.{n2}?"]}),
    (["The factory in {city} makes {n} units of the {product} a month.", "Each month, {n} units of the {product} are made in {city}."],
     {"n": ["How many units of the {product} are made in {city} a month?", "What is the monthly output of the {product} in {city}?"],
      "city": ["Where is the {product} made?", "In which city is the factory that makes the {product}?"]}),
    (["In an emergency, gather at the {thing} in front of {room} and call {phone}.", "The assembly point is the {thing} near {room}; the emergency number is {phone}."],
     {"phone": ["Which number must be called in an emergency?", "What is the emergency number?"],
      "thing": ["Where is the assembly point near {room}?", "At what do people gather in an emergency?"]}),
    (["Training on {matter} takes {measure} and is held on {day}s.", "The course on {matter} is held on {day}s and takes {measure}."],
     {"measure": ["How long does the training on {matter} take?", "What is the length of the course on {matter}?"],
      "day": ["On which day of the week is the training on {matter} held?", "On what day does the course on {matter} take place?"]}),
    (["Deliveries to {city} leave every {day} and arrive within {days}.", "Goods for {city} are sent on {day}s and arrive within {days}."],
     {"day": ["On which day do deliveries to {city} leave?", "When are goods for {city} sent?"],
      "days": ["How long do deliveries to {city} take?", "Within how long do goods for {city} arrive?"]}),
    (["Late payment is charged at {pct} a month after {days}.", "After {days}, unpaid invoices are charged at {pct} a month."],
     {"pct": ["What is charged for late payment?", "At what monthly rate are unpaid invoices charged?"],
      "days": ["After how long are unpaid invoices charged?", "When does the charge for late payment begin?"]}),
    (["The storage temperature of the {product} must not exceed {measure}.", "Store the {product} below {measure}.", "Never keep the {product} above {measure}."],
     {"measure": ["What is the highest storage value for the {product}?", "Below what value must the {product} be stored?"]}),
    (["{person} founded the company in {city} in {year}.", "In {year}, {person} founded the company in {city}.", "The company was founded in {year} by {person} in {city}."],
     {"person": ["Who founded the company?", "By whom was the company founded in {year}?"],
      "year": ["In which year was the company founded?", "When did {person} found the company?"],
      "city": ["Where was the company founded?", "In which city did {person} found the company?"]}),
    (["Visitors must wear a {colour} badge in {city}.", "In {city}, a {colour} badge marks visitors."],
     {"colour": ["What colour is the badge of visitors in {city}?", "Which colour of badge must visitors wear in {city}?"]}),
    (["Form {code} is used for {matter}.", "For {matter}, use form {code}.", "{Matter} is requested with form {code}."],
     {"code": ["Which form is used for {matter}?", "What is the number of the form for {matter}?"],
      "matter": ["What is form {code} used for?", "For what purpose is form {code} used?"]}),
    (["The {thing} room in {city} seats {n} people.", "In {city}, the {thing} room has {n} seats."],
     {"n": ["How many people does the {thing} room in {city} seat?", "How many seats does the {thing} room in {city} have?"]}),
]
SLOTS["year"] = lambda r: str(r.randint(1921, 2024))
SLOTS["colour"] = lambda r: r.choice("red blue green yellow orange white purple grey".split())


def capital(values):
    """Adds {Matter}-like slots that begin a sentence."""
    return {k[0].upper() + k[1:]: v[0].upper() + v[1:] for k, v in values.items()}


def make(r, fact=None):
    """One fact: (sentence, [(answer, [questions])], slot values)."""
    sentences, questions = fact or r.choice(FACTS)
    values = {}
    for template in sentences + [q for qs in questions.values() for q in qs]:
        fill(template.replace("{Matter}", "{matter}").replace("{Role}", "{role}").replace("{Term}", "{term}"), values, r)
    both = {**values, **capital(values)}
    sentence = fill(r.choice(sentences), both, r)
    sentence = sentence[0].upper() + sentence[1:]
    asked = []
    for slot, qs in questions.items():
        if values[slot] in sentence:
            asked.append((values[slot], [fill(q, both, r) for q in qs]))
    return sentence, asked


HEADINGS = ["Scope", "General rules", "Procedure", "Contact", "Travel", "Leave", "Safety", "Products", "Prices", "Payment", "Inspection", "Equipment", "Meetings", "Training", "Security", "Offices", "Purchasing", "Warranty", "Deadlines", "Approval", "Storage", "Support", "Working hours", "Allowances", "History", "Delivery"]
TITLES = ["Employee Handbook", "Travel Policy", "Safety Rules", "Product Manual", "Price List", "Minutes", "Office Guide", "Quality Procedure", "Security Policy", "Purchasing Rules", "Support Handbook", "Release Notes", "On-boarding Guide", "Benefits Overview", "Warranty Terms"]
COLUMNS = [("Item", "Price", product, money), ("Destination", "Daily allowance", lambda r: r.choice(CITY), money), ("Department", "Extension", lambda r: r.choice(DEPT), lambda r: str(r.randint(100, 9999))), ("Product", "Weight", product, measure), ("Role", "Days of leave", lambda r: r.choice(ROLE), number), ("Error", "Remedy", SLOTS["code"], SLOTS["step"]), ("Office", "Opening date", lambda r: r.choice(CITY), date), ("Course", "Length", lambda r: r.choice(MATTER), measure), ("Part", "Order number", lambda r: r.choice(THING), SLOTS["code"])]


def table(r):
    """A small table as the chunker writes it, and questions on its cells."""
    first, second, key, value = r.choice(COLUMNS)
    keys = list(dict.fromkeys(key(r) for _ in range(r.randint(2, 5))))
    rows = [(k, value(r)) for k in keys]
    text = f"{first} | {second}\n" + "\n".join(f"{k} | {v}" for k, v in rows)
    low = second.lower()
    asked = []
    for k, v in rows:
        asked.append((v, [f"What is the {low} for {k}?", f"What {low} is listed for {k}?", f"Which {low} does the table give for {k}?"]))
    return text, asked

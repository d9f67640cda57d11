# Makes hannover-r.json: every figure of the Hannover study from R, read from the CSV files beside this script.
#   Rscript studies/hannover/hannover.R    (from the root of the repository)
source("studies/r-results.R")

read <- function(file) read.csv(file.path("studies/hannover", file), colClasses = "character", na.strings = "")
patients <- read("patients.csv")
all <- merge(read("resections.csv"), patients, by = "patient")
all$from <- as.Date(all$date)
all$day <- as.numeric(as.Date(all$date_last_seen) - all$from)
all$event <- as.integer(all$status == "dead")
all$age <- as.numeric(all$from - as.Date(all$date_of_birth)) / 365.25
all$largest_cm <- as.numeric(all$largest_cm)
all$r_status <- factor(all$r_status, c("R0", "R1", "R2", "RX"))
all$radicality <- factor(ifelse(all$r_status == "R0", "R0", "R1/R2"))
all$extrahepatic_tumour <- factor(all$extrahepatic_tumour, c("no", "yes"))
all$sex <- factor(all$sex, c("female", "male"))
all$primary_site <- factor(all$primary_site, c("stomach", "small intestine", "colon", "uterus", "retroperitoneum", "inferior vena cava"))
all$metastases <- factor(all$metastases, c("synchronous", "metachronous"))
first <- all[is.na(all$first_resection_elsewhere) & all$number == "1", ]
second <- all[all$number == "2", ]
extrahepatic <- first[first$extrahepatic_tumour == "yes", ]
month <- 365.25 / 12
year_of <- function(data) as.integer(format(data$from, "%Y"))

for (cohort in list(list("all", all), list("first", first), list("second", second), list("third", all[all$number == "3", ]), list("extrahepatic", extrahepatic)))
  flow_answers(paste0("flow/", cohort[[1]]), cohort[[2]], year_of(cohort[[2]]))
baseline_answers("baseline/first", first, NULL, c("r_status", "extrahepatic_tumour", "age", "sex", "primary_site", "metastases", "largest_cm"))
baseline_answers("baseline-extrahepatic/extrahepatic", extrahepatic, NULL, "r_status")
survival_answers("os/first", first, "radicality", c(1, 12, 36, 60), NULL, month)
survival_answers("os-extrahepatic/extrahepatic", extrahepatic, "radicality", c(12, 36, 60), NULL, month)
survival_answers("os-repeat/second", second, "radicality", c(12, 36, 60), NULL, month)
decades <- first
decades$age <- decades$age / 10
cox_answers("predictors/first", decades, c("radicality", "extrahepatic_tumour", "sex", "age"), c("radicality", "extrahepatic_tumour"))
follow_up_answers("follow-up/first", first, NULL, month, as.Date("1998-12-31"))

# Courses from the first operation here (P24 to P26 enter with their second): patients, and who died.
answer("courses/all/courses", length(unique(all$patient)), n = length(unique(all$patient)), events = sum(patients$status == "dead"))
write_answers("studies/hannover/hannover-r.json")

# Rows of repeated events by plain loops over the subjects, then coxph() with errors clustered by subject.
function(case, data) {
  library(survival)
  input <- case$input
  model <- case$options$model %or% "andersen-gill"
  most <- case$options$maximumEvents
  event <- as.matrix(surv_of(case, data))[, "status"]
  subjects <- split(seq_len(nrow(data)), data[[input$id]])
  dates <- lapply(subjects, function(rows) sort(data[[input$time]][rows][event[rows] == 1]))
  strata <- if (is.null(most)) max(lengths(dates), 1) else most
  made <- do.call(rbind, lapply(seq_along(subjects), function(s) {
    rows <- subjects[[s]]
    start <- min(data[[input$entry]][rows])
    end <- max(data[[input$time]][rows])
    at <- dates[[s]]
    if (model == "wlw") {
      k <- seq_len(strata)
      own <- data.frame(entry = start, time = ifelse(k <= length(at), at[k], end), event = as.numeric(k <= length(at)), stratum = k)
    } else {
      ends <- unique(c(at, end))
      own <- data.frame(entry = c(start, head(ends, -1)), time = ends, event = as.numeric(ends %in% at), stratum = seq_along(ends))
      if (!is.null(most)) own <- own[own$stratum <= most, ]
      if (model == "pwp-gap") own <- transform(own, time = time - entry, entry = 0)
    }
    cbind(own, row = rows[1], subject = s)
  }))
  rows <- data[made$row, , drop = FALSE]
  rows[[input$entry]] <- made$entry
  rows[[input$time]] <- made$time
  rows[[input$event]] <- made$event
  rows$.stratum <- made$stratum
  rows$.subject <- made$subject
  case$input$eventCode <- NULL
  case$input$cluster <- ".subject"
  if (model != "andersen-gill") case$input$strata <- ".stratum"
  answer <- cox_answer(case, rows)
  sums <- function(x) as.vector(tapply(x, made$stratum, sum))
  count <- sums(rep(1, nrow(made)))
  answer$strata <- lapply(seq_along(count), function(k) list(stratum = k, n = count[k], events = sums(made$event)[k], atRisk = sums(made$time - made$entry)[k]))
  answer
}

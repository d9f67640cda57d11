# basehaz(), survfit() and predict() of survival's coxph().
function(case, data) {
  library(survival)
  options <- case$options
  x <- design_of(case, data)
  fit <- cox_fit(case, data, x)
  strata <- strata_of(case, data)
  # The label of each stratum by its code.
  label <- function(g) if (is.null(strata)) NULL else strata$labels[which(as.integer(strata$codes) == g)[1]]
  most <- options$maxRows %or% 20
  answer <- list(terms = I(colnames(x)), coef = I(unname(fit$coefficients)))
  hazard <- basehaz(fit, centered = FALSE)
  parts <- if (is.null(strata)) list(hazard) else split(hazard, factor(hazard$strata, unique(hazard$strata)))
  answer$baseline <- lapply(seq_along(parts), function(g) {
    part <- parts[[g]]
    recorded <- Filter(function(one) is.null(one$stratum) || identical(one$stratum, label(g)), case$expected$baseline)
    rows <- listed_at(part$time, recorded[1][[1]]$time, most)
    c(if (!is.null(strata)) list(stratum = label(g)), list(rows = nrow(part), time = I(part$time[rows]), cumulativeHazard = I(part$hazard[rows])))
  })
  level <- options$confLevel %or% 0.95
  types <- c(list(conf.type = options$confType %or% "log", conf.int = level),
    if (!is.null(options$stype)) list(stype = options$stype), if (!is.null(options$ctype)) list(ctype = options$ctype))
  curve <- function(fitted, k, stratum) {
    whole <- summary(fitted, censored = TRUE)
    recorded <- Filter(function(one) one$newdata == k && (is.null(one$stratum) || identical(one$stratum, stratum)), case$expected$curves)
    rows <- listed_at(whole$time, recorded[1][[1]]$time, most)
    # Of the log of survival, that is of the cumulative hazard.
    c(list(newdata = k), if (!is.null(stratum)) list(stratum = stratum), list(rows = length(whole$time), time = I(whole$time[rows]),
      cumulativeHazard = I(whole$cumhaz[rows]), survival = I(whole$surv[rows]), cumHazStdErr = I(fitted$std.err[rows]),
      lower = I(whole$lower[rows]), upper = I(whole$upper[rows])))
  }
  frame_of <- function(rows) {
    frame <- new_rows(data, rows)
    new <- list(x = design_of(case, frame))
    if (!is.null(case$input$offset)) new$o <- frame[[case$input$offset]]
    list(frame = frame, new = new)
  }
  if (!is.null(options$newdata)) {
    of <- frame_of(options$newdata)
    answer$curves <- unlist(lapply(seq_along(options$newdata), function(k) {
      new <- lapply(of$new, function(part) if (is.matrix(part)) part[k, , drop = FALSE] else part[k])
      groups <- if (is.null(strata)) 1 else seq_len(nlevels(strata$codes))
      own <- unlist(case$input$strata)
      if (!is.null(strata) && all(own %in% names(of$frame)))
        groups <- which(vapply(groups, label, "") == paste(vapply(own, function(name) as.character(of$frame[k, name]), ""), collapse = "/"))
      lapply(groups, function(g) {
        if (!is.null(strata)) new$s <- factor(levels(strata$codes)[g], levels(strata$codes))
        fitted <- do.call(survfit, c(list(fit, newdata = new), types))
        curve(fitted, k - 1, label(g))
      })
    }), recursive = FALSE)
  }
  if (!is.null(options$predictRows)) {
    rows <- match(unlist(options$predictRows), data$.row)
    linear <- predict(fit, type = "lp", se.fit = TRUE)
    answer$predict <- list(rows = I(data$.row[rows]), linearPredictor = I(unname(linear$fit)[rows]), linearPredictorStdErr = I(unname(linear$se.fit)[rows]),
      expected = I(unname(predict(fit, type = "expected"))[rows]))
  }
  answer
}
